import { and, asc, count, desc, eq, gte, isNotNull, isNull, lte, min, ne, or, sql } from "drizzle-orm";
import { alarmRules, alarms } from "@/db/schema/alarms";
import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { SEVERITIES } from "./constants";
import { type AlarmList, type AlarmQuery, alarmQuerySchema, type AlarmWatch } from "./schemas";
import { viewAlarm } from "./view";

/** More episodes than this in one answer can be neither read nor drawn; our choice. */
const ALARMS_MAX = 2_000;

/**
 * Episodes of alarms that touch the window, or the open ones when no window is given. One that ended without having fired
 * told nobody anything, and is left out.
 *
 * @returns worst severity first, then firing before pending, then the youngest; at most 2,000.
 * @throws InvalidError when only one end of the window is given, or it is reversed.
 */
export async function listAlarms(ctx: Context, input: AlarmQuery): Promise<AlarmList> {
  const { from, to, resource, cluster } = alarmQuerySchema.parse(input);
  // Before the alarms, so that it never claims more than they were read for.
  const watch = await readWatch(ctx);
  const rows = await ctx.db
    .select({ alarm: alarms, name: alarmRules.name, severity: alarmRules.severity })
    .from(alarms)
    .innerJoin(alarmRules, eq(alarms.ruleId, alarmRules.id))
    .where(
      and(
        from === undefined && to === undefined ? ne(alarms.state, "resolved") : touches(from, to),
        resource === undefined ? undefined : isAbout(resource, cluster),
      ),
    )
    .orderBy(
      sql`array_position(array[${sql.raw(SEVERITIES.map((name) => `'${name}'`).join(", "))}], ${alarmRules.severity})`,
      asc(alarms.state),
      desc(alarms.activeAt),
    )
    .limit(ALARMS_MAX);
  return { alarms: rows.map((row) => viewAlarm(row.alarm, row)), watch };
}

/** An alarm that names no resource and no target is about the whole of its cluster. */
function isAbout(resource: string, cluster: string | undefined) {
  const label = (name: "resource" | "job" | "instance" | "cluster") =>
    sql`(${alarms.labels} ->> ${sql.raw(`'${name}'`)})`;
  const target = sql`(${label("job")} || '@' || ${label("instance")})`;
  return or(
    sql`${label("resource")} = ${resource}`,
    sql`${label("resource")} is null and ${target} = ${resource}`,
    cluster === undefined
      ? undefined
      : sql`${label("resource")} is null and ${target} is null and ${label("cluster")} = ${cluster}`,
  );
}

async function readWatch({ db }: Context): Promise<AlarmWatch> {
  const { lastEvaluatedAt, health } = alarmRules;
  const [all] = await db
    .select({
      evaluatedAt: min(lastEvaluatedAt),
      rules: count(),
      evaluated: count(lastEvaluatedAt),
      failing: sql<number>`count(*) filter (where ${health} = 'error')`.mapWith(Number),
    })
    .from(alarmRules);
  const everyOne = all !== undefined && all.evaluated === all.rules;
  return {
    evaluatedAt: (everyOne && all.evaluatedAt?.getTime()) || null,
    rules: all?.rules ?? 0,
    failing: all?.failing ?? 0,
  };
}

function touches(from: number | undefined, to: number | undefined) {
  if (from === undefined || to === undefined)
    throw new InvalidError("A window needs both `from` and `to`.", {
      place: from === undefined ? "from" : "to",
    });
  if (from > to) throw new InvalidError("`from` lies after `to`.", { place: "from" });
  return and(
    lte(alarms.activeAt, new Date(to)),
    or(ne(alarms.state, "resolved"), isNotNull(alarms.firedAt)),
    or(isNull(alarms.resolvedAt), gte(alarms.resolvedAt, new Date(from))),
  );
}
