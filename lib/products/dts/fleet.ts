import { single, type App, type Instance, type Zone } from "@/lib/simulator/part";

/** What a class moves, in rows a second. @see Tencent Cloud, "DTS: Data Sync Specifications": Small 2,000, Medium 5,000. */
const CLASSES = { small: 2_000, medium: 5_000 } as const;

export interface TaskPlan {
  source: string;
  target: string;
  className: keyof typeof CLASSES;
  rowsPerSMax: number;
  /** Rows that a written statement of the source changes in the tables of the task. */
  rowsPerStatement: number;
}

function task(
  app: App,
  name: string,
  zone: Zone,
  way: { source: string; target: string; of: string },
  plan: { className: keyof typeof CLASSES; rowsPerStatement: number },
): Instance<TaskPlan> {
  const { source, target, of } = way;
  return {
    name,
    app,
    ...single(name, zone),
    plan: { source, target, rowsPerSMax: CLASSES[plan.className], ...plan },
    uses: [{ port: "apply", part: target, of, calls: 1, critical: true }],
  };
}

/** Orders and goods can be searched for, and trades are reported on, because these tasks copy them. */
export const dtsFleet: readonly Instance<TaskPlan>[] = [
  task(
    "mall",
    "dts-order",
    "zone-a",
    { source: "mysql-order", target: "es-product", of: "index" },
    { className: "medium", rowsPerStatement: 0.4 },
  ),
  task(
    "mall",
    "dts-product",
    "zone-b",
    { source: "mysql-product", target: "es-product", of: "index" },
    { className: "small", rowsPerStatement: 0.3 },
  ),
  task(
    "brokerage",
    "dts-trade",
    "zone-a",
    { source: "tdsqlc-trade", target: "mongodb-report", of: "write" },
    { className: "medium", rowsPerStatement: 0.4 },
  ),
];
