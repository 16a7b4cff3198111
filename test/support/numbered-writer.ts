import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "@/db/client";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";

/**
 * A process that writes the numbers from its second argument on, each as a sample, and prints a number only when its
 * write was acknowledged. It ends by being killed. A write that fails is sent again.
 */
const [url = "", first = "0", start = "0"] = process.argv.slice(2);
const db = openDatabase(url, { max: 4, applicationName: "numbered-writer" });
const store = openEmbeddedStore({ sql: db.$client });
const labels = ["a", "b", "c", "d"].map((lane) => ({ __name__: "numbered", lane }));

for (let n = Number(first); ;) {
  const t = [Number(start) + n * 1_000];
  try {
    await store.write({ series: labels.map((label) => ({ labels: label, t, v: [n] })) });
    process.stdout.write(`${n}\n`);
    n++;
  } catch {
    await delay(50); // The database is being killed; its answer may have been lost after the commit.
  }
}
