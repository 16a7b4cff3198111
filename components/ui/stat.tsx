import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { type Status, STATUS_TEXT_CLASS } from "./status";
import { StatusShape } from "./status-shape";

export interface StatProps {
  label: string;
  /** Formatted; null: unknown, drawn as such. */
  value: ReactNode | null;
  unit?: string | undefined;
  status?: Status | undefined;
  /** Age, comparison, target: one line. */
  note?: ReactNode;
  size?: "md" | "lg";
}

/** One figure with its name, unit, condition and age. */
export function Stat({ label, value, unit, status, note, size = "md" }: StatProps) {
  const shown = value === null ? "unknown" : status;
  return (
    <div className="flex min-w-0 flex-col">
      <span className="truncate text-sm text-muted">{label}</span>
      <span className="flex items-baseline gap-1.5">
        {shown && <StatusShape status={shown} className="size-2.5 self-center" />}
        <span
          className={classNames(
            "font-semibold",
            size === "lg" ? "text-3xl" : "text-xl",
            shown && shown !== "ok" && STATUS_TEXT_CLASS[shown],
          )}
        >
          {value ?? "—"}
        </span>
        {unit !== undefined && value !== null && <span className="text-sm text-faint">{unit}</span>}
      </span>
      {note !== undefined && <span className="truncate text-xs text-faint">{note}</span>}
    </div>
  );
}
