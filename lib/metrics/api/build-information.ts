/**
 * `/api/v1/status/buildinfo`. Grafana chooses its query features by `version`, so it is that of the Prometheus whose
 * API and PromQL this product speaks.
 */
export const BUILD_INFORMATION = {
  version: "2.42.0",
  revision: "evenkeel",
  branch: "HEAD",
  buildUser: "",
  buildDate: "",
  goVersion: "",
} as const;
