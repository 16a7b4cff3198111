import { route } from "@/lib/http/route";
import { readSimulator } from "@/lib/simulator";

export const GET = route({ role: "viewer", handle: ({ ctx }) => readSimulator(ctx) });
