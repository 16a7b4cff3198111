import { cpus, loadavg } from "node:os";
import { HOUR_MS } from "@/lib/core/time";
import { EXACT, findDifference, NEAR } from "./compare-answers";
import type { Engine } from "./engines/engine";
import { startEvenkeel } from "./engines/evenkeel";
import { isInstalled } from "./engines/peer-process";
import { startPrometheus } from "./engines/prometheus";
import { startVictoriaMetrics } from "./engines/victoria-metrics";
import { SERIES } from "./data-set";
import { formatGoals } from "./goals";
import { CONNECTIONS, encodeHistory, type History } from "./history";
import { measureEngine, type Figures } from "./measure-engine";
import type { BenchOptions, EngineName } from "./options";
import { QUERIES } from "./queries";
import { formatTable } from "./table";

const START: Record<EngineName, (port: number) => Promise<Engine>> = {
  prometheus: startPrometheus,
  "victoria-metrics": startVictoriaMetrics,
  evenkeel: startEvenkeel,
};

/** The first that was measured is the reference. @returns a line for each answer that differs */
function findWrongAnswers(all: ReadonlyMap<string, Figures>): string[] {
  const [reference, ...others] = all;
  if (!reference) return [];
  const [wantedName, wanted] = reference;
  return others.flatMap(([name, figures]) =>
    QUERIES.flatMap(({ name: query, isRate = false }, index) => {
      const [a, b] = [wanted.queries[index]?.answer, figures.queries[index]?.answer];
      const isOtherRate = isRate && [name, wantedName].includes("victoria-metrics");
      const why = a && b ? findDifference(a, b, isOtherRate ? NEAR : EXACT) : "no answer";
      return why === null ? [] : [`${name} answers "${query}" unlike ${wantedName}: ${why}`];
    }),
  );
}

/** What was measured, and on what. */
function describeRun(
  { runs, clients, seconds, "many-series": many }: BenchOptions,
  history: History,
): string {
  const hours = (history.range.to - history.range.from) / HOUR_MS;
  const processors = cpus();
  return [
    `${history.samples.toLocaleString("en")} samples of ${SERIES.toLocaleString("en")} series over ${hours.toFixed(1)} h,`,
    `sent on ${CONNECTIONS} connections; ${runs} runs of each query; ${clients} clients for ${seconds} s;`,
    ...(many > 0 ? [`${many.toLocaleString("en")} more series;`] : []),
    `${processors.length} processors (${processors[0]?.model ?? "unknown"}), shared with the sender; Node.js ${process.versions.node}.`,
  ].join(" ");
}

function goals(all: ReadonlyMap<string, Figures>): string[] {
  const ours = all.get("evenkeel");
  const [prometheus, victoriaMetrics] = [all.get("prometheus"), all.get("victoria-metrics")];
  return ours ? [formatGoals({ ours, prometheus, victoriaMetrics })] : [];
}

/**
 * Measures one engine after the other, so that none disturbs another.
 *
 * @returns what to print.
 * @throws Error when answers differ: the speed of a wrong answer counts nothing.
 */
export async function runBench(
  options: BenchOptions,
  { signal, log }: { signal: AbortSignal; log: (line: string) => void },
): Promise<string> {
  const load = () =>
    `load average ${loadavg()
      .map((value) => value.toFixed(1))
      .join(" ")}`;
  log(`encoding; ${load()}`);
  const history = encodeHistory(options.scale, Date.now());
  log(`${history.samples.toLocaleString("en")} samples encoded`);
  const all = new Map<string, Figures>();
  for (const [index, name] of options.only.entries()) {
    if (name !== "evenkeel" && !isInstalled(name)) {
      log(`${name} is not installed: left out (Debian: apt-get install ${name})`);
      continue;
    }
    signal.throwIfAborted();
    log(`${name} starts; ${load()}`);
    // oxlint-disable-next-line no-await-in-loop -- one engine at a time
    const engine = await START[name](options.port + index);
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
    );
    try {
      // oxlint-disable-next-line no-await-in-loop
      all.set(name, await Promise.race([measureEngine(engine, history, options), aborted]));
    } finally {
      // oxlint-disable-next-line no-await-in-loop
      await engine.stop();
    }
    log(`${name} is done; ${load()}`);
  }
  const table = [describeRun(options, history), formatTable(all, "evenkeel"), ...goals(all)].join("\n\n");
  const wrong = findWrongAnswers(all);
  if (wrong.length > 0) throw new Error(`Answers differ:\n${wrong.join("\n")}\n\n${table}`);
  return all.size > 1 ? `${table}\n\nAll answers agree.` : table;
}
