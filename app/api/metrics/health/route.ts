import { route } from "@/lib/http/route";
import { checkMetrics } from "@/lib/metrics";

export const GET = route({ role: "viewer", handle: ({ ctx }) => checkMetrics(ctx) });
