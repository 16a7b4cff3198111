"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "./icon-button";
import { ScrollRegion } from "./scroll-region";

/** Long enough to be noticed. */
const CONFIRM_MS = 2_000;

export interface CodeBlockProps {
  code: string;
  /** Names the block, such as `prometheus.yml`. */
  label: string;
}

/** Text to be copied whole. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
    setTimeout(() => setCopied(false), CONFIRM_MS);
  };
  return (
    <figure className="min-w-0 rounded-md border bg-bg">
      <figcaption className="flex items-center justify-between border-b py-0.5 pr-1 pl-3 text-sm text-faint">
        {label}
        <IconButton
          size="sm"
          icon={copied ? Check : Copy}
          label={copied ? t("copied") : t("copy")}
          onClick={() => void copy()}
        />
      </figcaption>
      <ScrollRegion label={label}>
        <pre className="w-max p-3 font-mono text-sm leading-5">
          <code>{code}</code>
        </pre>
      </ScrollRegion>
      <output className="sr-only">{copied ? t("copied") : ""}</output>
    </figure>
  );
}
