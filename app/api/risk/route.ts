import { route } from "@/lib/http/route";
import { getRisk } from "@/lib/risk";

export const GET = route({ role: "viewer", handle: ({ ctx }) => getRisk(ctx) });
