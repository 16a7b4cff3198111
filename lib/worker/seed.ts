import { seedAlarmRules } from "@/lib/alarms";
import type { Context } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import { seedFirstEvents } from "@/lib/events";
import { seedExperiments } from "@/lib/experiments";

/**
 * Writes what a new installation starts with, before any service runs: the simulator plays the events from its first
 * sample on. Nothing that is there already is touched. Without the simulator the product starts empty.
 */
export async function seedInstallation(ctx: Context): Promise<void> {
  const simulated = env().SIMULATOR === "on";
  await seedAlarmRules(ctx, simulated);
  if (!simulated) return;
  await seedFirstEvents(ctx);
  await seedExperiments(ctx);
}
