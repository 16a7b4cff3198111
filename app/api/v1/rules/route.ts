import { InvalidError } from "@/lib/core/errors";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { listPrometheusRules } from "@/lib/rules";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, form }) => ({ data: await listPrometheusRules(ctx, ruleType(form.get("type"))) }),
});

function ruleType(type: string | null): "alert" | "record" | undefined {
  if (type === null || type === "") return undefined;
  if (type === "alert" || type === "record") return type;
  // In the words of Prometheus, `web/api/v1/api.go`.
  throw new InvalidError(`invalid parameter "type": not supported value ${JSON.stringify(type)}`, {
    place: "type",
  });
}
