import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { type Status, STATUS_TEXT_CLASS } from "./status";

/** One silhouette a status, so that it can be told without colour and at 8 px. */
const SHAPES: Record<Status, ReactNode> = {
  ok: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  info: <rect x="2" y="2" width="8" height="8" rx="1" fill="currentColor" />,
  warning: <path d="M6 1 11.4 10.6H.6z" fill="currentColor" />,
  critical: <path d="M6 .2 11.8 6 6 11.8.2 6z" fill="currentColor" />,
  unknown: (
    <rect
      x="1.75"
      y="1.75"
      width="8.5"
      height="8.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.2 1.6"
    />
  ),
};

export interface StatusShapeProps {
  status: Status;
  /** Absent: the shape stands beside a text that says the same. */
  label?: string;
  className?: string;
}

export function StatusShape({ status, label, className = "size-2.5" }: StatusShapeProps) {
  return (
    <svg
      viewBox="0 0 12 12"
      className={classNames("inline-block shrink-0", STATUS_TEXT_CLASS[status], className)}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    >
      {SHAPES[status]}
    </svg>
  );
}
