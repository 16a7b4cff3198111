import { deleteArchitecture, getArchitecture, saveArchitecture } from "@/lib/architecture";
import {
  architectureNameSchema,
  architectureQuerySchema,
  saveArchitectureSchema,
} from "@/lib/architecture/schemas";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  params: architectureNameSchema,
  query: architectureQuerySchema,
  handle: ({ ctx, params, query }) => getArchitecture(ctx, params, query),
});

export const PUT = route({
  role: "operator",
  params: architectureNameSchema,
  body: saveArchitectureSchema,
  handle: ({ ctx, params, body }) => saveArchitecture(ctx, params, body),
});

export const DELETE = route({
  role: "operator",
  params: architectureNameSchema,
  handle: ({ ctx, params }) => deleteArchitecture(ctx, params),
});
