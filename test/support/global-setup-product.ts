import type { TestProject } from "vitest/node";
import { startProduct, type Product } from "./product";
import { simulatorViewSchema } from "@/lib/simulator/schemas";
import { until } from "./until";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the product of this test run serves. */
    baseUrl: string;
    /** A token with the role admin. */
    adminToken: string;
    /** Its data folder: sign-in links are made there. */
    dataFolder: string;
  }
}

/** Usable within 15 s of its start is the contract; the last day follows in the background, beside other work here. */
const LAST_DAY_WITHIN_MS = 180_000;

/** The last 24 hours of the simulated cloud are written, and it runs. */
async function lastDayIsThere({ baseUrl, adminToken }: Product): Promise<true | null> {
  const headers = { authorization: `Bearer ${adminToken}` };
  const response = await fetch(`${baseUrl}/api/simulator`, { headers });
  const { world, backfills } = simulatorViewSchema.parse(await response.json());
  const isWhole = (id: string) => backfills.find((one) => one.id === id)?.progress === 1;
  return world !== null && isWhole("simulator.recent") && isWhole("simulator.day") ? true : null;
}

/** One product for all browser tests: built if needed, started as `npm start` does, with an empty data folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct();
  await until("the last day is there", () => lastDayIsThere(product), LAST_DAY_WITHIN_MS);
  project.provide("baseUrl", product.baseUrl);
  project.provide("adminToken", product.adminToken);
  project.provide("dataFolder", product.dataFolder);
  return () => product.stop();
}
