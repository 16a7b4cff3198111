/** Functions that read nothing but native histograms, which are not stored here. */
const NATIVE_HISTOGRAM_FUNCTIONS: ReadonlySet<string> = new Set([
  "histogram_avg",
  "histogram_count",
  "histogram_stddev",
  "histogram_stdvar",
  "histogram_sum",
]);

/** Behind Prometheus' flag `promql-experimental-functions`. Source: its documentation, "Query functions", 3.x. */
const EXPERIMENTAL_FUNCTIONS: ReadonlySet<string> = new Set([
  "double_exponential_smoothing",
  "first_over_time",
  "histogram_quantiles",
  "info",
  "mad_over_time",
  "max_of",
  "min_of",
  "range",
  "sort_by_label",
  "sort_by_label_desc",
  "timeseries_gen",
  "step",
  "ts_of_first_over_time",
  "ts_of_last_over_time",
  "ts_of_max_over_time",
  "ts_of_min_over_time",
]);

const EXPERIMENTAL_AGGREGATIONS: ReadonlySet<string> = new Set(["limitk", "limit_ratio"]);

/** Why a name that is called is none of our functions, in Prometheus' words where it has some. */
export function whyNoFunction(name: string): string {
  if (NATIVE_HISTOGRAM_FUNCTIONS.has(name))
    return `function ${JSON.stringify(name)} reads native histograms, which are not supported`;
  if (EXPERIMENTAL_FUNCTIONS.has(name)) return `function ${JSON.stringify(name)} is not enabled`;
  if (EXPERIMENTAL_AGGREGATIONS.has(name)) {
    return `${name}() is experimental and must be enabled with --enable-feature=promql-experimental-functions`;
  }
  return `unknown function with name ${JSON.stringify(name)}`;
}
