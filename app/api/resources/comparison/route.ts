import { route } from "@/lib/http/route";
import { getComparison, settleDifferences } from "@/lib/resources";
import { comparisonQuerySchema, settleSchema } from "@/lib/resources/schemas";

export const GET = route({
  role: "viewer",
  query: comparisonQuerySchema,
  handle: ({ ctx, query }) => getComparison(ctx, query),
});

export const POST = route({
  role: "operator",
  body: settleSchema,
  handle: ({ ctx, body }) => settleDifferences(ctx, body),
});
