import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { cleanDeleted, deleteSeries } from "../deletion/delete-series";
import { readSelectors } from "./list";
import { readListRange } from "./read-parameters";

const done = () => new Response(null, { status: 204 });

/** `/api/v1/admin/tsdb/delete_series`. Absent ends of the range mean "ever". @throws InvalidError without a selector */
export async function answerDeleteSeries(ctx: Context, form: URLSearchParams): Promise<Response> {
  const matchers = readSelectors(ctx, form);
  if (matchers.length === 0) throw new InvalidError("no match[] parameter provided");
  await deleteSeries(ctx, { matchers, range: readListRange(form) });
  return done();
}

/** `/api/v1/admin/tsdb/clean_tombstones` */
export async function answerCleanTombstones(ctx: Context): Promise<Response> {
  await cleanDeleted(ctx);
  return done();
}
