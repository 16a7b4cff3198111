"use client";
import { useTranslations } from "next-intl";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const KEYS = [
  { keys: ["←", "→"], what: "pan" },
  { keys: ["+", "-"], what: "zoom" },
  { keys: ["0"], what: "reset" },
  { keys: ["L"], what: "live" },
  { keys: ["P"], what: "pause" },
  { keys: ["F"], what: "focus" },
  { keys: [",", "."], what: "step" },
  { keys: ["T"], what: "table" },
  { keys: ["A"], what: "add" },
  { keys: ["?"], what: "help" },
] as const;

const GESTURES = ["brush", "wheel", "shiftDrag", "touch"] as const;

export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("timeline");
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t("help")}>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
          {KEYS.map(({ keys, what }) => (
            <div key={what} className="contents">
              <dt className="flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd className="text-muted">{t(`keys.${what}`)}</dd>
            </div>
          ))}
        </dl>
        <ul className="flex flex-col gap-1 border-t pt-3 text-muted">
          {GESTURES.map((gesture) => (
            <li key={gesture}>{t(`keys.${gesture}`)}</li>
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}
