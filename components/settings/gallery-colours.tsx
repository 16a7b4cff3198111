"use client";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { STATUSES } from "@/components/ui/status";
import { StatusBadge } from "@/components/ui/status-badge";
import { StatusShape } from "@/components/ui/status-shape";

const SURFACES = ["bg", "surface", "raised", "line", "line-strong", "accent"] as const;
const TEXTS = ["text-fg", "text-muted", "text-faint", "text-accent"] as const;

export function GalleryColours() {
  const t = useTranslations("settings.ui");
  const status = useTranslations("common.status");
  return (
    <Panel title={t("colours")}>
      <div className="flex flex-col gap-3">
        <ul className="grid grid-cols-3 gap-2 sm:grid-cols-6">
          {SURFACES.map((name) => (
            <li key={name} className="flex flex-col gap-1">
              <span className="h-8 rounded-md border" style={{ background: `var(--color-${name})` }} />
              <code className="text-xs text-faint">{name}</code>
            </li>
          ))}
        </ul>
        <p className="flex flex-wrap gap-4">
          {TEXTS.map((name) => (
            <span key={name} className={name}>
              {name.replace("text-", "")} 0123456789
            </span>
          ))}
        </p>
        <p className="flex flex-wrap gap-2">
          {STATUSES.map((name) => (
            <StatusBadge key={name} status={name}>
              {status(name)}
            </StatusBadge>
          ))}
          {STATUSES.map((name) => (
            <StatusShape key={name} status={name} label={status(name)} className="size-4" />
          ))}
        </p>
        <svg
          viewBox="0 0 240 48"
          className="h-24 w-full"
          role="img"
          aria-label={t("series")}
          preserveAspectRatio="none"
        >
          {Array.from({ length: 12 }, (_, i) => (
            <polyline
              key={i}
              fill="none"
              stroke={`var(--series-${i + 1})`}
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
              points={Array.from(
                { length: 25 },
                (_point, x) => `${x * 10},${4 + i * 3.6 + Math.sin(x / 2 + i) * 2}`,
              ).join(" ")}
            />
          ))}
        </svg>
      </div>
    </Panel>
  );
}
