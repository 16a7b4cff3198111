import type { Product } from "../types";
import { esAlarms } from "./alarms";
import { esFaults } from "./faults";
import { esMetrics } from "./metrics";

export const product: Product = {
  id: "es",
  title: { en: "Elasticsearch", zh: "Elasticsearch" },
  layer: "data",
  synonyms: [
    "elasticsearch",
    "elastic",
    "elastic search",
    "search engine",
    "搜索引擎",
    "全文检索",
    "日志检索",
  ],
  metrics: esMetrics,
  faults: esFaults,
  alarms: esAlarms,
};
