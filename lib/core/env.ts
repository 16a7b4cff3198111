import { z } from "zod";
import { InvalidError } from "./errors";
import { once } from "./once";

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** Folder of everything that must survive: database, secrets, the supervisor's lock. */
  EVENKEEL_DATA_DIR: z.string().min(1).default(".data"),
  /** Absent: the embedded PostgreSQL. The supervisor sets it for its children. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Which process this is, as PostgreSQL and the telemetry name it. The supervisor sets it. */
  EVENKEEL_PART: z.enum(["web", "worker", "script"]).default("script"),
  /** How often the supervisor started this part again. It sets it. */
  EVENKEEL_RESTARTS: z.coerce.number().int().min(0).default(0),
  /** Absent: metrics are kept in PostgreSQL. */
  METRICS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** How much older than the newest sample of its series one may be that comes from outside, for tokens without an own limit. */
  INGEST_OUT_OF_ORDER_S: z.coerce
    .number()
    .int()
    .min(0)
    .max(15 * 86_400)
    .default(7_200),
  METRICS_WRITE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** How long samples are kept in PostgreSQL, unless an administrator chose otherwise. Prometheus' own default. */
  METRICS_RETENTION_TIME: z
    .string()
    .regex(/^(\d+(ms|[smhdwy]))+$/, "not a duration such as 15d")
    .default("15d"),
  /** Absent: no limit by size. */
  METRICS_RETENTION_BYTES: z
    .string()
    .regex(/^\d+(B|KB|MB|GB|TB|PB)$/, "not a size with its unit, such as 50GB")
    .optional(),
  /** Which major version of Prometheus queries and names follow where the two differ. */
  PROMQL_COMPATIBILITY: z.enum(["2", "3"]).default("2"),
  /** First API token, with the role admin. At least 24 characters, so that it cannot be guessed. */
  ADMIN_TOKEN: z.string().min(24).optional(),
  /** The address that people open; needed behind a proxy so that links and origin checks are right. */
  EVENKEEL_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  SIMULATOR: z.enum(["on", "off"]).default("on"),
  SIM_SEED: z.coerce.number().int().min(0).max(4_294_967_295).default(20),
  SIM_SCALE: z.coerce.number().int().min(1).max(50).default(1),
  /** OpenAI-compatible endpoint; absent: chat works by its own grammar alone. */
  LLM_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  LLM_API_KEY: z.string().optional(),
  LLM_MODEL: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** OpenTelemetry's own switch: without it the product tells nothing of itself. */
  OTEL_SDK_DISABLED: z.stringbool().default(false),
});
export type Env = z.infer<typeof schema>;

/**
 * Reads the environment.
 *
 * @throws InvalidError naming each variable that is wrong; values are not repeated, they may be secrets.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  // An empty variable means "not set", as in shells and compose files.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new InvalidError(`The environment is not valid. ${wrong.join("; ")}.`);
}

/** Parsed once, at first use, so that `next build` and unit tests need no secrets. Nothing else reads `process.env`. */
export const env = once(() => parseEnv(process.env));
