import type { StoreStatus } from "@/lib/metrics/store";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";
import type { Head } from "./head";
import type { LabelIndex } from "./label-index";

/** What is stored and how new it is. Call `tail.sync()` before. */
export function readStatus({ index, head }: { index: LabelIndex; head: Head }): StoreStatus {
  const own = new Set(index.select([{ name: "product", type: "=", value: SELF_PRODUCT }]));
  let active = 0;
  for (const id of head.ids()) if (!own.has(id)) active += 1;
  return { series: active, seriesTotal: index.size, newestMs: head.newestExcept(own) };
}
