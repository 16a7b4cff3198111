import type { TestProject } from "vitest/node";
import { startProduct } from "./product";

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

/** One product for all browser tests: built if needed, started as `npm start` does, with an empty data folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct();
  project.provide("baseUrl", product.baseUrl);
  project.provide("adminToken", product.adminToken);
  project.provide("dataFolder", product.dataFolder);
  return () => product.stop();
}
