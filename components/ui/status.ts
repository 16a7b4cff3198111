/** What a thing's condition can be. Colour and shape follow from it, everywhere the same; worst first. */
export const STATUSES = ["critical", "warning", "unknown", "info", "ok"] as const;
export type Status = (typeof STATUSES)[number];

export const STATUS_TEXT_CLASS = {
  ok: "text-ok",
  info: "text-info",
  warning: "text-warning",
  critical: "text-critical",
  unknown: "text-unknown",
} as const satisfies Record<Status, string>;
