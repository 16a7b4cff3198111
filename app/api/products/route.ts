import { route } from "@/lib/http/route";
import { listProducts, productQuerySchema } from "@/lib/products/view";

export const GET = route({
  role: "viewer",
  query: productQuerySchema,
  handle: ({ query }) => listProducts(query),
});
