import { route } from "@/lib/http/route";
import { listProducts } from "@/lib/products/view";

export const GET = route({ role: "viewer", handle: () => listProducts() });
