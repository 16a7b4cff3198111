import * as otlp from "@/app/api/v1/otlp/v1/metrics/route";
import * as write from "@/app/api/v1/write/route";
import { openDatabase } from "@/db/client";
import { serveRoutes } from "./serve-routes";
import { useServices } from "./services";

/** The ways in as a process of its own, whose memory can be watched. Prints its address; ends by being killed. */
const [url = ""] = process.argv.slice(2);
const db = openDatabase(url, { applicationName: "web" });
useServices({ db, url, drop: () => Promise.resolve() });
const server = await serveRoutes({
  "POST /api/v1/write": write.POST,
  "POST /api/v1/otlp/v1/metrics": otlp.POST,
});
process.stdout.write(`${server.url}\n`);
