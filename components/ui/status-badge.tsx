import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { type Status, STATUS_TEXT_CLASS } from "./status";
import { StatusShape } from "./status-shape";

const GROUND_CLASS = {
  ok: "bg-ok/10",
  info: "bg-info/10",
  warning: "bg-warning/10",
  critical: "bg-critical/12",
  unknown: "bg-unknown/10",
} as const satisfies Record<Status, string>;

/** A condition in colour, shape and words. */
export function StatusBadge({ status, children }: { status: Status; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 items-center gap-1.5 rounded-md px-1.5 text-sm font-medium whitespace-nowrap",
        GROUND_CLASS[status],
        STATUS_TEXT_CLASS[status],
      )}
    >
      <StatusShape status={status} />
      {children}
    </span>
  );
}
