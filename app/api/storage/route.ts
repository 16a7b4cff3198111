import { route } from "@/lib/http/route";
import { readStorage } from "@/lib/metrics";

export const GET = route({ role: "viewer", handle: ({ ctx }) => readStorage(ctx) });
