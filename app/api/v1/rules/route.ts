import { InvalidError } from "@/lib/core/errors";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { filterPrometheusGroups, listPrometheusRules } from "@/lib/rules";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, form }) => {
    const { groups } = await listPrometheusRules(ctx, ruleType(form.get("type")));
    const filters = {
      names: form.getAll("rule_name[]"),
      groups: form.getAll("rule_group[]"),
      files: form.getAll("file[]"),
    };
    return { data: { groups: filterPrometheusGroups(groups, filters) } };
  },
});

function ruleType(given: string | null): "alert" | "record" | undefined {
  const type = given?.toLowerCase() ?? "";
  if (type === "") return undefined;
  if (type === "alert" || type === "record") return type;
  // In the words of Prometheus, `web/api/v1/api.go`.
  throw new InvalidError(`invalid parameter "type": not supported value ${JSON.stringify(type)}`, {
    place: "type",
  });
}
