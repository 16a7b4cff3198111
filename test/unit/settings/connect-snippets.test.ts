import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { curlSnippet, grafanaSnippet, remoteWriteSnippet } from "@/components/settings/connect-snippets";

const ORIGIN = "http://evenkeel.example:3000";

describe("snippets to connect with", () => {
  it("is a remote_write section as Prometheus reads it", () => {
    expect(parse(remoteWriteSnippet(ORIGIN, "evk_1"))).toEqual({
      remote_write: [
        { url: `${ORIGIN}/api/v1/write`, authorization: { type: "Bearer", credentials: "evk_1" } },
      ],
    });
  });

  it("is a data source file as Grafana reads it", () => {
    const [source] = parse(grafanaSnippet(ORIGIN, "evk_1")).datasources;
    expect(source).toMatchObject({
      type: "prometheus",
      url: ORIGIN,
      jsonData: { httpHeaderName1: "Authorization" },
      secureJsonData: { httpHeaderValue1: "Bearer evk_1" },
    });
  });

  it("asks the query endpoint with the token", () => {
    expect(curlSnippet(ORIGIN, "evk_1")).toContain(`${ORIGIN}/api/v1/query`);
    expect(curlSnippet(ORIGIN, "evk_1")).toContain("Authorization: Bearer evk_1");
  });
});
