import type { Product } from "../types";
import { evenkeelMetrics } from "./metrics";

/** The product itself, as it watches itself. Nobody means it who does not name it. */
export const product: Product = {
  id: "evenkeel",
  title: { en: "Evenkeel", zh: "Evenkeel" },
  layer: null,
  own: true,
  synonyms: [
    "evenkeel",
    "evenkeel itself",
    "evenkeel's own",
    "evenkeel自身",
    "evenkeel 自身",
    "evenkeel自己",
    "evenkeel 自己",
  ],
  metrics: evenkeelMetrics,
  faults: [],
  alarms: [],
};
