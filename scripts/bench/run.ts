import { loadavg } from "node:os";
import { EXACT, findDifference, NEAR } from "./compare-answers";
import type { Engine } from "./engines/engine";
import { startEvenkeel } from "./engines/evenkeel";
import { isInstalled } from "./engines/peer-process";
import { startPrometheus } from "./engines/prometheus";
import { startVictoriaMetrics } from "./engines/victoria-metrics";
import { encodeHistory } from "./history";
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
  const table = formatTable(all, "evenkeel");
  const wrong = findWrongAnswers(all);
  if (wrong.length > 0) throw new Error(`Answers differ:\n${wrong.join("\n")}\n\n${table}`);
  return all.size > 1 ? `${table}\n\nAll answers agree.` : table;
}
