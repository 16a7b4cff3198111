import { listExperiments } from "@/lib/experiments";
import { route } from "@/lib/http/route";

export const GET = route({ role: "viewer", handle: ({ ctx }) => listExperiments(ctx) });
