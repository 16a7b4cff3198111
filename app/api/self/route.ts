import { route } from "@/lib/http/route";
import { readSelf } from "@/lib/self";

export const GET = route({ role: "viewer", handle: ({ ctx }) => readSelf(ctx) });
