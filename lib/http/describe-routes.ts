import { z } from "zod";
import { problemSchema } from "./problem";
import type { RouteFacts } from "./route";

/** What a route's code does not say of itself. */
export interface OperationNotes {
  /** One line. */
  summary: string;
  /** A schema is JSON; a media type is a text or stream of that kind; null: 204 without content. */
  answer: z.ZodType | string | null;
  /** Of a body that is no JSON. */
  bodyMedia?: string;
}

export interface Operation extends OperationNotes {
  method: string;
  /** As Next.js writes it: `/api/alarms/[id]`. */
  path: string;
  facts: RouteFacts;
}

type JsonSchema = Record<string, unknown>;

/**
 * An OpenAPI document of these operations.
 *
 * @see https://spec.openapis.org/oas/v3.1.0 Its schemas are JSON Schema 2020-12, which zod writes.
 */
export function describeRoutes(operations: readonly Operation[], version: string): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const operation of operations) {
    const path = operation.path.replaceAll(/\[(\w+)\]/g, "{$1}");
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Evenkeel",
      version,
      description:
        "Times are Unix milliseconds unless said otherwise. Metrics are written by Prometheus remote-write and OTLP and read by the Prometheus HTTP API under /api/v1; those are described by their own specifications.",
    },
    paths,
    components: {
      schemas: { Problem: toSchema(problemSchema, "output") },
      responses: {
        Problem: {
          description: "What went wrong (RFC 9457); `code` is what programs should look at.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, made under Settings." },
        session: { type: "apiKey", in: "cookie", name: "evenkeel.session_token" },
      },
    },
    security: [{ token: [] }, { session: [] }],
  };
}

function describeOperation({ method, path, facts, summary, answer, bodyMedia }: Operation): JsonSchema {
  const { role, params, query, body } = facts;
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^a-zA-Z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    summary,
    description: `Needs the role ${role}.`,
    tags: [path.split("/")[2] ?? ""],
    parameters: [...parametersOf(params, "path"), ...parametersOf(query, "query")],
    ...requestBody(body, bodyMedia),
    responses: { ...success(answer), default: { $ref: "#/components/responses/Problem" } },
  };
}

function requestBody(body: z.ZodType | undefined, media: string | undefined): JsonSchema {
  if (body !== undefined)
    return {
      requestBody: { required: true, content: { "application/json": { schema: toSchema(body, "input") } } },
    };
  if (media === undefined) return {};
  return { requestBody: { required: true, content: { [media]: { schema: { type: "string" } } } } };
}

function success(answer: OperationNotes["answer"]): JsonSchema {
  if (answer === null) return { "204": { description: "Done." } };
  const content =
    typeof answer === "string"
      ? { [answer]: { schema: { type: "string" } } }
      : { "application/json": { schema: toSchema(answer, "output") } };
  return { "200": { description: "The answer.", content } };
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): JsonSchema[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = toSchema(schema, "input") as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
}

/** What JSON Schema has no words for, such as a number that is read out of a text, is any value there. */
function toSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
