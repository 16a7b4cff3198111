import { DAY_MS } from "@/lib/core/time";

/** A night and the two days around it. Our choice. */
export const TRACES_KEPT_MS = 3 * DAY_MS;
/** About as many as one page of a day holds; our choice. */
export const TRACES_MAX = 10_000;
/** Beside a database of gigabytes this is nothing, and still ten times what a usual week needs. Our choice. */
export const TRACE_BYTES_MAX = 64 * 1024 * 1024;
/** Of one row: deeper traces lose their last spans. Our choice. */
export const ROW_BYTES_MAX = 64 * 1024;

/** Four periods of the store: a part that was not heard of for so long does not answer. */
export const SILENT_AFTER_MS = 60_000;
