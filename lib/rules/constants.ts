import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";

/** Interval of a group that names none. @see Prometheus `global.evaluation_interval` */
export const INTERVAL_DEFAULT_MS = MINUTE_MS;
/** Shortest interval of a group. Our choice: metrics of ours come every 5 s, the fastest scrapes every second. */
export const INTERVAL_MIN_MS = SECOND_MS;

/** A rule file as text. Our choice: the largest mixins that are published have a third of this. */
export const FILE_BYTES_MAX = 1_048_576;
/** Rules of one file, and files: what one worker can evaluate within ordinary intervals. Our choice. */
export const RULES_MAX = 2_000;
export const FILES_MAX = 100;
/** Series that one recording rule may yield, whatever its group's `limit`: they are remembered between evaluations. Our choice. */
export const SERIES_MAX = 20_000;

/** Shown and stored under this name; it is part of an address too. */
export const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,90}\.(?:ya?ml|rules)$/;
