import { acknowledgeAlarm } from "@/lib/alarms";
import { acknowledgeAlarmSchema } from "@/lib/alarms/schemas";
import { route } from "@/lib/http/route";

export const POST = route({
  role: "operator",
  params: acknowledgeAlarmSchema,
  handle: ({ ctx, params }) => acknowledgeAlarm(ctx, params),
});
