import { prometheusRoute } from "@/lib/http/prometheus-route";
import { receiveWrite } from "@/lib/http/receive-write";

/** Prometheus remote-write 1.0. */
export const POST = prometheusRoute({
  role: "operator",
  form: false,
  handle: ({ ctx, request }) => receiveWrite(ctx, request),
});
