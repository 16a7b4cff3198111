import { openRemoteStore } from "@/lib/metrics/remote/open";
import { startPrometheusReceiver, startVictoriaMetrics, type MetricEngine } from "../support/metric-engines";
import { missingPrograms } from "../support/real-prometheus";
import { describeMetricStore } from "./metric-store";

function describeEngine(
  program: string,
  start: () => Promise<MetricEngine>,
  differences: Readonly<Record<string, string>>,
  settle?: (url: string) => Promise<void>,
): void {
  const missing = missingPrograms(program).length > 0 ? `no ${program} here` : undefined;
  describeMetricStore(
    program,
    async () => {
      const engine = await start();
      const store = openRemoteStore({ url: engine.url });
      return {
        store,
        ...(settle ? { settle: () => settle(engine.url) } : {}),
        close: async () => {
          await store.close();
          await engine.close();
        },
      };
    },
    differences,
    missing,
  );
}

describeEngine("prometheus", startPrometheusReceiver, {
  "keeps metadata": "the remote-write receiver of Prometheus 2.42 drops metadata",
});
describeEngine(
  "victoria-metrics",
  startVictoriaMetrics,
  {
    "keeps metadata": "VictoriaMetrics 1.79 keeps no metadata",
    "keeps infinities and NaN values": "VictoriaMetrics passes over NaN and shows the value before it",
  },
  async (url) => {
    // Samples can be read about a second after they were taken; this makes it now.
    await fetch(`${url}/internal/force_flush`);
  },
);
