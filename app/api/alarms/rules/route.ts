import { listRules } from "@/lib/alarms";
import { route } from "@/lib/http/route";

export const GET = route({ role: "viewer", handle: ({ ctx }) => listRules(ctx) });
