import { route } from "@/lib/http/route";
import { listSources } from "@/lib/sources";

export const GET = route({ role: "viewer", handle: ({ ctx }) => listSources(ctx) });
