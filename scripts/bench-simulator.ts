import { HOUR_MS } from "@/lib/core/time";
import { Recorder } from "@/lib/simulator/recorder";
import { step, type Inputs } from "@/lib/simulator/step";
import { buildWorld, worldSeries } from "@/lib/simulator/world";

/** A Friday at ten in Shanghai: the exchange is open, the mall is busy. */
const FROM = Date.UTC(2026, 10, 20, 2);
const QUIET: Inputs = { promotions: [], faults: [] };
const LIVE_TICK_S = 5;

/** Processor seconds that `work` takes in this process. */
function processorS(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const scale = Number(process.argv[2] ?? 1);
const world = buildWorld(20, scale, FROM);
const recorder = new Recorder(world);
const run = (toMs: number, read: boolean) => {
  while (world.clock < toMs) {
    step(world, QUIET);
    if (!read) continue;
    recorder.sample();
    recorder.take();
  }
};
// The first hour warms the compiler up.
run(FROM + HOUR_MS, true);
const played = processorS(() => run(FROM + 3 * HOUR_MS, false));
const read = processorS(() => run(FROM + 4 * HOUR_MS, true));
const ticksAnHour = HOUR_MS / (LIVE_TICK_S * 1_000);
const line = (name: string, value: string) => console.log(`${name.padEnd(44)}${value}`);
line("resources", String(world.cells.reduce((sum, { members }) => sum + members.size, 0)));
line("series", String(worldSeries(world).length));
line("a tick, played", `${((played / 2 / ticksAnHour) * 1e6).toFixed(0)} µs of processor time`);
line("a tick, played and read", `${((read / ticksAnHour) * 1e3).toFixed(2)} ms`);
line("faster than real time, played and read", `${(3_600 / read).toFixed(0)} times`);
line("of one core when live, without writing", `${((read / 3_600) * 100).toFixed(2)} %`);
