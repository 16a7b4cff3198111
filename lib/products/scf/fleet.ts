import { single, type App, type Instance, type UsedBy } from "@/lib/simulator/part";

const MIB = 1024 ** 2;

export interface FunctionPlan {
  runtime: string;
  /** Time of an invocation on a warm environment, calls to others left out. */
  durationS: number;
  /** What the model or service that it asks takes; 0 when it asks nobody. */
  dependencyS: number;
  /** Time until a new environment takes its first invocation. */
  coldStartS: number;
  /** It is cut off after this time. */
  timeoutS: number;
  memoryBytes: number;
  /** Share of the memory that an invocation needs on average. */
  memoryRest: number;
  /** Invocations that may run at once. */
  concurrencyMax: number;
  /** Environments that are kept warm whatever comes. */
  provisioned: number;
}

/**
 * Cold starts by runtime. Our choice, of the order that vendors and measurements give: compiled and light runtimes some
 * hundred milliseconds, a JVM more than a second.
 */
const COLD_START_S = { Go1: 0.25, "Nodejs18.15": 0.4, "Python3.10": 0.5, Java11: 1.6 } as const;

type Some = Partial<FunctionPlan> & { runtime: keyof typeof COLD_START_S };

function lambda(app: App, name: string, plan: Some, usedBy: readonly UsedBy[]): Instance<FunctionPlan> {
  return {
    name,
    app,
    ...single(name),
    plan: {
      durationS: 0.06,
      dependencyS: 0,
      coldStartS: COLD_START_S[plan.runtime],
      timeoutS: 3,
      memoryBytes: 512 * MIB,
      memoryRest: 0.42,
      concurrencyMax: 128,
      provisioned: 0,
      ...plan,
    },
    usedBy,
  };
}

const invoked = (by: string, calls: number, critical: boolean): UsedBy => ({
  by,
  port: "invoke",
  calls,
  critical,
  retries: true,
});

/** Functions of both businesses. Only the one that payments wait for has environments kept warm. */
export const scfFleet: readonly Instance<FunctionPlan>[] = [
  lambda(
    "mall",
    "scf-antifraud",
    { runtime: "Go1", durationS: 0.015, dependencyS: 0.015, concurrencyMax: 256, provisioned: 12 },
    [invoked("risk-control", 1, true)],
  ),
  lambda(
    "mall",
    "scf-thumbnail",
    { runtime: "Python3.10", durationS: 0.12, memoryBytes: 1_024 * MIB, memoryRest: 0.5 },
    [invoked("content", 0.05, false)],
  ),
  lambda("mall", "scf-receipt", { runtime: "Nodejs18.15", durationS: 0.09 }, [
    invoked("settlement", 0.02, false),
  ]),
  lambda(
    "brokerage",
    "scf-risk-model",
    {
      runtime: "Java11",
      durationS: 0.05,
      dependencyS: 0.03,
      memoryBytes: 2_048 * MIB,
      memoryRest: 0.55,
      provisioned: 4,
    },
    [invoked("risk-check", 0.3, false)],
  ),
  lambda("brokerage", "scf-login-notice", { runtime: "Nodejs18.15", durationS: 0.04, dependencyS: 0.06 }, [
    invoked("account", 0.1, false),
  ]),
  lambda(
    "brokerage",
    "scf-report-render",
    { runtime: "Java11", durationS: 0.35, memoryBytes: 1_024 * MIB, memoryRest: 0.48 },
    [invoked("report", 0.2, false)],
  ),
];
