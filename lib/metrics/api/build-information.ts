import type { Context } from "@/lib/core/context";
import type { Dialect } from "@/lib/promql/dialect";

/**
 * `/api/v1/status/buildinfo`. Grafana chooses its query features by `version`, so it is that of the Prometheus whose
 * API and PromQL this product speaks.
 */
const VERSION = { "2": "2.42.0", "3": "3.0.0" } satisfies Record<Dialect, string>;

export function buildInformation({ metrics }: Pick<Context, "metrics">) {
  return {
    version: VERSION[metrics.dialect],
    revision: "evenkeel",
    branch: "HEAD",
    buildUser: "",
    buildDate: "",
    goVersion: "",
  };
}
