"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";

export interface ConfirmButtonProps {
  /** On the button and as the title of the question. */
  action: string;
  /** Names the button where several of the same stand in a table. */
  label: string;
  /** What follows from it. */
  consequence: string;
  onConfirm: () => void;
}

/** An action that cannot be taken back, asked once more. */
export function ConfirmButton({ action, label, consequence, onConfirm }: ConfirmButtonProps) {
  const common = useTranslations("common");
  return (
    <Dialog>
      <DialogTrigger
        render={
          <Button size="sm" variant="ghost" aria-label={label}>
            {action}
          </Button>
        }
      />
      <DialogContent
        size="sm"
        title={label}
        description={consequence}
        footer={
          <>
            <DialogClose render={<Button>{common("cancel")}</Button>} />
            <DialogClose
              render={
                <Button variant="danger" onClick={onConfirm}>
                  {action}
                </Button>
              }
            />
          </>
        }
      />
    </Dialog>
  );
}
