"use client";
import { Meter as Base } from "@base-ui/react/meter";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export interface MeterProps {
  label: string;
  /** From 0 to `max`; more than that is drawn as full. */
  value: number;
  max: number;
  /** The figures in words, beside the name and for screen readers. */
  text: string;
  /** Share from which it is drawn as a warning. Absent: never. */
  warnFrom?: number;
  note?: ReactNode;
}

/** How much of a bound is used. */
export function Meter({ label, value, max, text, warnFrom, note }: MeterProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  const warns = warnFrom !== undefined && share >= warnFrom;
  return (
    <Base.Root
      value={Math.min(value, max)}
      max={max}
      aria-valuetext={text}
      getAriaValueText={() => text}
      className="flex flex-col gap-1"
    >
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <Base.Label className="text-muted">{label}</Base.Label>
        <span className={classNames("font-medium", warns && "text-warning")}>{text}</span>
      </span>
      <Base.Track className="h-2 overflow-hidden rounded-sm bg-raised">
        <Base.Indicator className={warns ? "bg-warning" : "bg-accent"} />
      </Base.Track>
      {note !== undefined && <span className="text-sm text-faint">{note}</span>}
    </Base.Root>
  );
}
