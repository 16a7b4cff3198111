import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  CONNECT_SNIPPETS,
  CONNECT_TOOLS,
  KIND_ROLES,
  TOOL_KINDS,
  type ConnectTool,
} from "@/components/sources/connect-snippets";

const ORIGIN = "http://evenkeel.example:3000";
const TOKEN = "evk_1";
const codeOf = (tool: ConnectTool) => CONNECT_SNIPPETS[tool].code({ origin: ORIGIN, token: TOKEN });

describe("snippets to connect with", () => {
  it.each(CONNECT_TOOLS)("%s gets the address and the token", (tool) => {
    expect(codeOf(tool)).toContain(ORIGIN);
    expect(codeOf(tool)).toContain(TOKEN);
  });

  it("is a remote_write section as Prometheus reads it", () => {
    expect(parse(codeOf("prometheus"))).toEqual({
      remote_write: [
        { url: `${ORIGIN}/api/v1/write`, authorization: { type: "Bearer", credentials: TOKEN } },
      ],
    });
  });

  it("is an exporter and its pipeline as the Collector reads them", () => {
    const config = parse(codeOf("collector"));
    expect(config.exporters["otlphttp/evenkeel"]).toEqual({
      endpoint: `${ORIGIN}/api/v1/otlp`,
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    expect(config.service.pipelines.metrics.exporters).toEqual(["otlphttp/evenkeel"]);
  });

  it("is a data source file as Grafana reads it", () => {
    const [source] = parse(codeOf("grafana")).datasources;
    expect(source).toMatchObject({
      type: "prometheus",
      url: ORIGIN,
      jsonData: { httpHeaderName1: "Authorization" },
      secureJsonData: { httpHeaderValue1: `Bearer ${TOKEN}` },
    });
  });

  it("asks for the least role: writing needs an operator, reading a viewer", () => {
    expect(KIND_ROLES[TOOL_KINDS.prometheus]).toBe("operator");
    expect(KIND_ROLES[TOOL_KINDS.grafana]).toBe("viewer");
  });
});
