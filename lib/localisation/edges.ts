import type { Context } from "@/lib/core/context";
import { type RangeMs, SECOND_MS } from "@/lib/core/time";
import type { Windows } from "./deviation";

/** Means over a stretch of time. */
export interface Flow {
  callsPerS: number;
  failedPerS: number;
  /** Mean time of a call as the caller sees it; null: not measured. */
  meanS: number | null;
}

/** Calls between two nodes before and during. */
export interface EdgeFlow {
  source: string;
  destination: string;
  before: Flow;
  during: Flow;
}

type Metrics = Pick<Context["metrics"], "query">;
type Signal = { signal?: AbortSignal };

/** What was measured of every edge of the service graph in both stretches: eight questions, whatever the number of edges. */
export async function readEdgeFlows(
  metrics: Metrics,
  windows: Windows,
  options: Signal,
): Promise<EdgeFlow[]> {
  const [before, during] = await Promise.all([
    readFlows(metrics, windows.baseline, options),
    readFlows(metrics, windows.window, options),
  ]);
  const none: Flow = { callsPerS: 0, failedPerS: 0, meanS: null };
  return [...new Set([...before.keys(), ...during.keys()])].map((key) => {
    const [source = "", destination = ""] = JSON.parse(key) as string[];
    return { source, destination, before: before.get(key) ?? none, during: during.get(key) ?? none };
  });
}

async function readFlows(metrics: Metrics, range: RangeMs, options: Signal): Promise<Map<string, Flow>> {
  const over = `${Math.round((range.to - range.from) / SECOND_MS)}s`;
  const rate = (name: string) =>
    `sum by (client, server) (rate(traces_service_graph_request_${name}[${over}]))`;
  const mean = (side: string) => `${rate(`${side}_seconds_sum`)} / (${rate(`${side}_seconds_count`)} > 0)`;
  const ask = async (expr: string) => {
    const value = await metrics.query(expr, range.to, options);
    return new Map(
      (value.type === "vector" ? value.samples : []).map(({ labels, v }) => [
        JSON.stringify([labels["client"], labels["server"]]),
        v,
      ]),
    );
  };
  const [calls, failed, means] = await Promise.all([
    ask(rate("total")),
    ask(rate("failed_total")),
    ask(`${mean("client")} or ${mean("server")}`),
  ]);
  return new Map(
    [...calls].map(([key, callsPerS]) => {
      const meanS = means.get(key);
      return [
        key,
        {
          callsPerS,
          failedPerS: failed.get(key) ?? 0,
          meanS: meanS !== undefined && Number.isFinite(meanS) ? meanS : null,
        },
      ];
    }),
  );
}
