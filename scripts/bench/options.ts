import { parseArgs } from "node:util";
import { z } from "zod";
import { InvalidError } from "@/lib/core/errors";

const ENGINES = ["prometheus", "victoria-metrics", "evenkeel"] as const;
export type EngineName = (typeof ENGINES)[number];

const schema = z.object({
  /** Share of the 6 h of data. */
  scale: z.coerce.number().gt(0).max(4),
  runs: z.coerce.number().int().min(1).max(1_000),
  clients: z.coerce.number().int().min(1).max(256),
  /** The live part looks from its third second on. */
  seconds: z.coerce.number().int().min(3).max(600),
  /** The first of the ports that are used. */
  port: z.coerce.number().int().min(1024).max(65_500),
  only: z
    .string()
    .transform((names) => names.split(","))
    .pipe(z.array(z.enum(ENGINES)).min(1)),
  /** Series of the part about high cardinality; 0 leaves it out. */
  "many-series": z.coerce.number().int().min(0).max(1_000_000),
});
export type BenchOptions = z.infer<typeof schema>;

/** Flags before the environment before the standard size. @throws InvalidError naming the flag */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      scale: { type: "string", default: environment.BENCH_SCALE ?? "1" },
      runs: { type: "string", default: "30" },
      clients: { type: "string", default: "16" },
      seconds: { type: "string", default: "20" },
      port: { type: "string", default: "22400" },
      only: { type: "string", default: ENGINES.join(",") },
      "many-series": { type: "string", default: "0" },
    },
  });
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`);
  throw new InvalidError(`The flags are not valid. ${wrong.join("; ")}.`);
}
