import { describe, expect, it } from "vitest";
import { routeTemplate } from "@/lib/telemetry/http-metrics";

describe("routeTemplate", () => {
  it.each([
    ["/api/alarms", {}, "/api/alarms"],
    ["/api/alarms/7f/acknowledge", { id: "7f" }, "/api/alarms/:id/acknowledge"],
    ["/api/v1/label/my%20job/values", { name: "my job" }, "/api/v1/label/:name/values"],
    ["/api/%zz", { id: "x" }, "/api/%zz"],
  ])("names the parameters of %s", (pathname, params, template) => {
    expect(routeTemplate(pathname, params)).toBe(template);
  });
});
