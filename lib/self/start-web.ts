import { env } from "@/lib/core/env";
import { getServices } from "@/lib/runtime/services";
import { stopSignal } from "@/lib/runtime/stop-signal";
import { startTelemetry } from "@/lib/telemetry/start";
import { keepSelf } from "./keep-self";

/** Starts the telemetry of a web process, before it takes its first request. */
export async function startWeb(): Promise<void> {
  await startTelemetry();
  // Without a database there is nothing to store in; every request says what is missing.
  if (env().DATABASE_URL !== undefined) void keepSelf({ ...getServices(), signal: stopSignal() });
}
