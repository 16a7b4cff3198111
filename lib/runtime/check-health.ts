import { eq, sql } from "drizzle-orm";
import { heartbeats } from "@/db/schema/runtime";
import { getServices } from "./services";

/** Five heartbeats of the worker. */
const SILENT_AFTER_S = 10;

export interface Health {
  status: "ok" | "failing";
  web: "ok";
  database: "ok" | "away";
  /** `unknown`: the database, which tells, is away. */
  worker: "ok" | "silent" | "unknown";
}

/** Whether each part answers. */
export async function checkHealth(): Promise<Health> {
  try {
    const [worker] = await getServices()
      .db.select({ ageS: sql<number>`extract(epoch from now() - ${heartbeats.at})::float` })
      .from(heartbeats)
      .where(eq(heartbeats.service, "worker"));
    const alive = worker !== undefined && worker.ageS < SILENT_AFTER_S;
    return {
      status: alive ? "ok" : "failing",
      web: "ok",
      database: "ok",
      worker: alive ? "ok" : "silent",
    };
  } catch {
    return { status: "failing", web: "ok", database: "away", worker: "unknown" };
  }
}
