"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { UnboundList } from "./edit/unbound-list";

export function UnboundPanel({
  onClose,
  ...rest
}: ComponentProps<typeof UnboundList> & { onClose: () => void }) {
  const t = useTranslations("architecture");
  return (
    <section
      aria-label={t("unbound")}
      className="absolute top-2 left-2 z-10 flex max-h-[calc(100%-1rem)] w-80 max-w-[calc(100%-1rem)] flex-col rounded-lg border bg-surface shadow-popup"
    >
      <header className="flex items-center justify-between gap-2 border-b py-1 pr-1 pl-3">
        <h2 className="font-semibold">{t("unbound")}</h2>
        <IconButton icon={X} size="sm" label={t("close")} onClick={onClose} />
      </header>
      <div className="min-h-0 overflow-y-auto">
        <UnboundList {...rest} />
      </div>
    </section>
  );
}
