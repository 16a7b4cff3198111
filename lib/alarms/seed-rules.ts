import { MINUTE_MS } from "@/lib/core/time";
import { PRODUCTS } from "@/lib/products/catalogue";
import type { AlarmDefinition } from "@/lib/products/types";

/** Rules over metrics that any Prometheus-compatible agent sends. */
export const COMMON_RULES: readonly AlarmDefinition[] = [
  {
    name: "TargetDown",
    expr: "up == 0",
    forMs: MINUTE_MS,
    severity: "warning",
    summary: "{{ $labels.job }} at {{ $labels.instance }} cannot be scraped",
    summaryZh: "{{ $labels.instance }}（{{ $labels.job }}）无法采集",
    description: "`up` is 0 when a scrape failed; one minute is four scrapes at Prometheus' usual 15 s.",
    descriptionZh: "采集失败时 `up` 为 0；一分钟为 Prometheus 常用 15 秒间隔的四次采集。",
  },
];

/** Rules over the products of the catalogue; each product brings its own. */
export const PRODUCT_RULES: readonly AlarmDefinition[] = PRODUCTS.flatMap(({ alarms }) => alarms);
