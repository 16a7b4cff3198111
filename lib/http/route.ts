import type { z } from "zod";
import type { Context } from "@/lib/core/context";
import { openContext, requestIdOf, type RouteRole } from "./open-context";
import { problemResponse } from "./problem";
import { queryObject } from "./query-object";
import { readJson } from "./read-body";
import { reportError } from "./report-error";
import { timed } from "./timed";
import { toAppError } from "./to-app-error";

/** One megabyte: no form or plan of ours comes near it. */
const BODY_BYTES_MAX = 1_048_576;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

interface RouteSpec<Params, Query, Body> {
  /** The least role that may call. */
  role: RouteRole;
  params?: Params;
  /** A parameter that is given twice arrives as an array. */
  query?: Query;
  /** JSON. Without it the body is left unread in `request`. */
  body?: Body;
  bodyBytesMax?: number;
  /** A value is sent as JSON, `undefined` as 204; a Response goes out as it is. */
  handle: (call: {
    ctx: Context;
    params: Parsed<Params>;
    query: Parsed<Query>;
    body: Parsed<Body>;
    request: Request;
  }) => unknown;
}

export type RouteHandler = (request: Request, route: { params: Promise<unknown> }) => Promise<Response>;

/** What a route asks for, as its OpenAPI description needs it. */
export interface RouteFacts {
  role: RouteRole;
  params?: z.ZodType | undefined;
  query?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
}
export type DescribedRoute = RouteHandler & { facts: RouteFacts };

/** A route handler: who calls, what was sent, the verb, the answer. Errors go out as problem details. */
export function route<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<Params, Query, Body>): DescribedRoute {
  const handler = timed(async (request, { params }) => {
    const requestId = requestIdOf(request);
    try {
      const ctx = await openContext(request, spec.role, requestId);
      const value = await spec.handle({
        ctx,
        request,
        params: spec.params?.parse(await params) as Parsed<Params>,
        query: spec.query?.parse(queryObject(new URL(request.url).searchParams)) as Parsed<Query>,
        body: (spec.body &&
          spec.body.parse(await readJson(request, spec.bodyBytesMax ?? BODY_BYTES_MAX))) as Parsed<Body>,
      });
      if (value instanceof Response) return value;
      if (value === undefined) return new Response(null, { status: 204 });
      return Response.json(value, { headers: { "cache-control": "no-store" } });
    } catch (thrown) {
      const error = toAppError(thrown, requestId);
      reportError(error, request, requestId);
      return problemResponse(error, requestId);
    }
  });
  const { role, params, query, body } = spec;
  return Object.assign(handler, { facts: { role, params, query, body } });
}
