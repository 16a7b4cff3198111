import { route } from "@/lib/http/route";
import { listFaults } from "@/lib/products/view";

export const GET = route({ role: "viewer", handle: () => listFaults() });
