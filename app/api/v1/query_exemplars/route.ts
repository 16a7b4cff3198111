import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerExemplars } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ ctx, form }) => {
    const data = answerExemplars(ctx, form);
    return Promise.resolve(data === null ? new Response(null, { status: 204 }) : { data });
  },
});
export const POST = GET;
