import { and, eq, isNull } from "drizzle-orm";
import { alarmRules, alarms } from "@/db/schema/alarms";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { type AcknowledgeAlarm, acknowledgeAlarmSchema, type AlarmView } from "./schemas";
import { viewAlarm } from "./view";

/**
 * Marks a firing alarm as seen by the caller. The alarm goes on firing.
 *
 * @returns the alarm after the change.
 * @throws ForbiddenError when the actor is below `operator`.
 * @throws NotFoundError when no alarm has this id.
 * @throws ConflictError when it is not firing, or another person acknowledged first.
 */
export async function acknowledgeAlarm(ctx: Context, input: AcknowledgeAlarm): Promise<AlarmView> {
  requireRole(ctx, "operator");
  const { id } = acknowledgeAlarmSchema.parse(input);

  return ctx.db.transaction(async (tx) => {
    const [before] = await tx
      .select({ alarm: alarms, name: alarmRules.name, severity: alarmRules.severity })
      .from(alarms)
      .innerJoin(alarmRules, eq(alarms.ruleId, alarmRules.id))
      .where(eq(alarms.id, id));
    if (!before) throw new NotFoundError("alarm", id);
    // The `where` settles the race: the second acknowledger updates no row.
    const [after] = await tx
      .update(alarms)
      .set({ acknowledgedAt: new Date(ctx.now()), acknowledgedBy: ctx.actor.name })
      .where(and(eq(alarms.id, id), eq(alarms.state, "firing"), isNull(alarms.acknowledgedAt)))
      .returning();
    if (!after) throw new ConflictError("alarm", id, whyNot(before.alarm));
    await recordAudit(tx, ctx, { action: "alarm.acknowledge", subject: id, before: before.alarm, after });
    await publishLive(tx, { topic: "alarms", key: id });
    return viewAlarm(after, before);
  });
}

function whyNot(alarm: { state: string; acknowledgedBy: string | null }): string {
  return alarm.acknowledgedBy === null
    ? `is ${alarm.state}; only a firing alarm can be acknowledged`
    : `was acknowledged by ${alarm.acknowledgedBy}`;
}
