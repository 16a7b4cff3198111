import { z } from "zod";

/** The last millisecond of the year 9999 (RFC 3339 has no later one): JavaScript and PostgreSQL both know the whole range. */
const UNIX_MS_MAX = 253_402_300_799_999;

/** A moment that comes from outside, as Unix ms. */
export const unixMsSchema = z.coerce.number().int().min(0).max(UNIX_MS_MAX);
