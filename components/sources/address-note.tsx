"use client";
import { useTranslations } from "next-intl";
import { StatusShape } from "@/components/ui/status-shape";

const LOCAL = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** The address that programs are given, and what to mind about it. */
export function AddressNote({ origin }: { origin: string }) {
  const t = useTranslations("sources.connect");
  if (!URL.canParse(origin)) return null;
  const { hostname, protocol } = new URL(origin);
  const note = LOCAL.has(hostname) ? t("addressLocal") : protocol === "http:" ? t("addressPlain") : null;
  return (
    <div className="flex flex-col gap-1">
      <p>
        <span className="text-muted">{t("address")} </span>
        <code className="font-mono [overflow-wrap:anywhere]">{origin}</code>
      </p>
      {note !== null && (
        <p className="flex max-w-prose items-start gap-2 text-sm text-muted">
          <StatusShape status="info" className="mt-1 size-2.5" />
          {note}
        </p>
      )}
    </div>
  );
}
