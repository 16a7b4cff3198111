import { describe, expect, it } from "vitest";
import { listCases } from "@/scripts/localisation-eval/cases";
import { evaluateCase, type Outcome } from "@/scripts/localisation-eval/evaluate";

/** Faults of each layer that the business feels, deep ones and shallow ones; the whole library: npm run eval:localisation. */
const FAULTS = [
  "cvm.network_delay",
  "mysql.lock_contention",
  "mysql.network_cut",
  "rabbitmq.disk_full",
  "redis.memory_eviction",
  "redis.memory_full",
  "registry.session_storm",
  "tke.memory_leak",
];

describe("localisation in the simulated cloud", () => {
  it("names the resource that a fault acts on first in most cases, and nearly always in the first three", async () => {
    const cases = FAULTS.flatMap((id) => listCases([3], 2, new RegExp(`^${id.replace(".", "[.]")}$`)));
    const outcomes: Outcome[] = [];
    for (const one of cases) outcomes.push(await evaluateCase(one));
    const felt = outcomes.filter(({ symptom }) => symptom !== null);
    // Otherwise the figures would be about nothing.
    expect(felt.length).toBeGreaterThanOrEqual(FAULTS.length);
    const within = (places: number) =>
      felt.filter(({ rank }) => rank !== null && rank <= places).length / felt.length;
    expect(within(1)).toBeGreaterThanOrEqual(0.8);
    expect(within(3)).toBeGreaterThanOrEqual(0.9);
  }, 180_000);
});
