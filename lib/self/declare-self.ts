import type { Database } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import { declareResources } from "@/lib/resources/declare";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";
import { selfResource } from "./store-metrics";

/** Puts a part of the product into the inventory, so that it can be found and asked about like any resource. */
export async function declareSelf(db: Database, part: string, now: UnixMs): Promise<true> {
  await db.transaction((tx) =>
    declareResources(
      tx,
      [
        {
          id: selfResource(part),
          product: SELF_PRODUCT,
          app: null,
          layer: null,
          zone: null,
          cluster: null,
          spec: {},
          dependsOn: [],
        },
      ],
      new Date(now),
    ),
  );
  return true;
}
