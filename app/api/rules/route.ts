import { route } from "@/lib/http/route";
import { listRuleFiles } from "@/lib/rules";

export const GET = route({ role: "viewer", handle: ({ ctx }) => listRuleFiles(ctx) });
