import { route } from "@/lib/http/route";
import { faultQuerySchema, listFaults } from "@/lib/products/view";

export const GET = route({
  role: "viewer",
  query: faultQuerySchema,
  handle: ({ query }) => listFaults(query),
});
