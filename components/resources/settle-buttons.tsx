"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { Settlement } from "@/lib/resources/constants";
import type { DifferenceView } from "@/lib/resources/schemas";
import { SettleForm } from "./settle-form";

export interface SettleButtonsProps {
  difference: DifferenceView;
  only?: readonly Settlement[];
}

/** The ways to settle one difference. */
export function SettleButtons({ difference, only }: SettleButtonsProps) {
  const actions = difference.settlements.filter((action) =>
    only ? only.includes(action) : action !== "reopen",
  );
  return <SettleMany differences={[difference]} actions={actions} onDone={() => undefined} />;
}

export interface SettleManyProps {
  differences: readonly DifferenceView[];
  actions: readonly Settlement[];
  onDone: () => void;
}

export function SettleMany({ differences, actions, onDone }: SettleManyProps) {
  const t = useTranslations("resources");
  const refusal = useRefusal("operator");
  const [action, setAction] = useState<Settlement | null>(null);
  const [open, setOpen] = useState(false);
  return (
    <span className="flex justify-end gap-1.5 max-sm:flex-col max-sm:items-end">
      {actions.map((one) => (
        <Button
          key={one}
          size="sm"
          variant={one === "ignore" || one === "reopen" ? "ghost" : "secondary"}
          disabledReason={refusal}
          onClick={() => {
            setAction(one);
            setOpen(true);
          }}
        >
          {t(`settlements.${one}`)}
        </Button>
      ))}
      <Dialog open={open} onOpenChange={setOpen}>
        {action && (
          <DialogContent
            title={t(`settleTitles.${action}`, { count: differences.length })}
            description={t(`settleHints.${action}`)}
          >
            <SettleForm
              action={action}
              differences={differences}
              onDone={() => {
                setOpen(false);
                onDone();
              }}
            />
          </DialogContent>
        )}
      </Dialog>
    </span>
  );
}
