import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerCleanTombstones } from "@/lib/metrics";

export const POST = prometheusRoute({ role: "admin", handle: ({ ctx }) => answerCleanTombstones(ctx) });
export const PUT = POST;
