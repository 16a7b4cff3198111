import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "@/db/client";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";

/**
 * A process that sends the changes from number `first` on, each of one, to a counter of its own and to one that all of
 * its kind send the same changes to. It prints a number only when its write was acknowledged, and ends by being killed.
 * A write that fails is sent again, as a sender does that heard no answer.
 */
const [url = "", lane = "", first = "0", start = "0"] = process.argv.slice(2);
const db = openDatabase(url, { max: 4, applicationName: "delta-writer" });
const store = openEmbeddedStore({ sql: db.$client });
const names = [lane, "shared"];

for (let n = Number(first); ;) {
  const from = Number(start) + n * 100;
  const change = { start: [from], t: [from + 100], v: Float64Array.of(1) };
  const deltas = names.map((name) => ({ labels: { __name__: "changes", lane: name }, ...change }));
  try {
    const { rejected } = await store.write({ series: [], deltas });
    if (rejected.length > 0) throw new Error(rejected.map(({ reason }) => reason).join());
    process.stdout.write(`${n}\n`);
    n++;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("series ")) {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
    await delay(50);
  }
}
