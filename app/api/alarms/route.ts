import { listAlarms } from "@/lib/alarms";
import { alarmQuerySchema } from "@/lib/alarms/schemas";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  query: alarmQuerySchema,
  handle: ({ ctx, query }) => listAlarms(ctx, query),
});
