"use client";
import { useTranslations } from "next-intl";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useShell } from "./shell-context";
import { SHORTCUTS } from "./shortcut-list";

export function ShortcutsDialog() {
  const { shortcutsOpen, setShortcutsOpen } = useShell();
  const t = useTranslations("nav.shortcuts");
  return (
    <Dialog open={shortcutsOpen} onOpenChange={setShortcutsOpen}>
      <DialogContent title={t("title")} size="sm">
        <dl className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2">
          {SHORTCUTS.map(({ keys, action }) => (
            <div key={keys} className="contents">
              <dt className="text-muted">{t(action)}</dt>
              <dd className="flex gap-1">
                {keys.split(/[+ ]/).map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
