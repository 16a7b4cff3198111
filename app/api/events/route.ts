import { listEvents } from "@/lib/events";
import { route } from "@/lib/http/route";

export const GET = route({ role: "viewer", handle: ({ ctx }) => listEvents(ctx) });
