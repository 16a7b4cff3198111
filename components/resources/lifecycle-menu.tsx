"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { FormError } from "@/components/settings/form-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { postJson } from "@/lib/http/get-json";
import type { LifecycleAction } from "@/lib/resources/constants";
import { type ResourceDetail, resourceDetailSchema } from "@/lib/resources/schemas";
import { resourceQueries } from "./resource-queries";

/** The steps of the life cycle that its state allows; each asks why. */
export function LifecycleMenu({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const refusal = useRefusal("operator");
  const [action, setAction] = useState<LifecycleAction | null>(null);
  const [open, setOpen] = useState(false);
  const reason = refusal ?? (detail.resource.origin === "discovered" ? t("adoptFirst") : undefined);
  return (
    <>
      <Menu>
        <MenuTrigger
          disabled={reason !== undefined}
          render={
            <Button disabledReason={reason}>
              {t("lifecycle")}
              <ChevronDown className="size-3.5" aria-hidden />
            </Button>
          }
        />
        <MenuContent>
          {detail.actions.map((one) => (
            <MenuItem
              key={one}
              onClick={() => {
                setAction(one);
                setOpen(true);
              }}
            >
              {t(`actions.${one}`)}
            </MenuItem>
          ))}
        </MenuContent>
      </Menu>
      <Dialog open={open} onOpenChange={setOpen}>
        {action && (
          <DialogContent title={t(`actions.${action}`)} description={t(`actionHints.${action}`)} size="sm">
            <StateForm id={detail.resource.id} action={action} onDone={() => setOpen(false)} />
          </DialogContent>
        )}
      </Dialog>
    </>
  );
}

function StateForm({ id, action, onDone }: { id: string; action: LifecycleAction; onDone: () => void }) {
  const t = useTranslations("resources");
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const change = useMutation({
    mutationFn: () =>
      postJson(`/api/resources/${encodeURIComponent(id)}/state`, {
        body: { action, reason },
        schema: resourceDetailSchema,
      }),
    onSuccess: ({ resource }) => {
      showToast({ status: "ok", title: t("nowState", { id, state: t(`states.${resource.state}`) }) });
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: resourceQueries.all() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field label={t("reason")}>
        <Input required maxLength={500} value={reason} onValueChange={setReason} />
      </Field>
      <FormError error={change.error} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={change.isPending} disabled={reason.trim() === ""}>
          {t(`actions.${action}`)}
        </Button>
      </div>
    </form>
  );
}
