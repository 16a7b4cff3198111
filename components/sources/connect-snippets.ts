import type { Role } from "@/lib/core/context";

/** Where we are and who may come in. */
export interface SnippetValues {
  /** Address of Evenkeel as the program reaches it, without a slash at its end. */
  origin: string;
  token: string;
}

interface Snippet {
  /** The file it belongs into. */
  label: string;
  code: (values: SnippetValues) => string;
}

export const CONNECT_TOOLS = [
  "prometheus",
  "collector",
  "sdk",
  "vmagent",
  "alloy",
  "telegraf",
  "grafana",
  "check",
] as const;
export type ConnectTool = (typeof CONNECT_TOOLS)[number];

/** What each tool does with us, and the least role that lets it. */
export const TOOL_KINDS = {
  prometheus: "send",
  collector: "send",
  sdk: "send",
  vmagent: "send",
  alloy: "send",
  telegraf: "send",
  grafana: "read",
  check: "read",
} as const satisfies Record<ConnectTool, "send" | "read">;
export const KIND_ROLES = { send: "operator", read: "viewer" } as const satisfies Record<
  "send" | "read",
  Role
>;

export const CONNECT_SNIPPETS: Record<ConnectTool, Snippet> = {
  /** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write */
  prometheus: {
    label: "prometheus.yml",
    code: ({ origin, token }) => `remote_write:
  - url: ${origin}/api/v1/write
    authorization:
      type: Bearer
      credentials: ${token}`,
  },
  /** @see https://github.com/open-telemetry/opentelemetry-collector/tree/main/exporter/otlphttpexporter */
  collector: {
    label: "config.yaml",
    code: ({ origin, token }) => `exporters:
  otlphttp/evenkeel:
    # The Collector appends /v1/metrics itself.
    endpoint: ${origin}/api/v1/otlp
    headers:
      Authorization: Bearer ${token}

service:
  pipelines:
    metrics:
      receivers: [otlp] # what you have
      exporters: [otlphttp/evenkeel]`,
  },
  /** @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/ Values of headers are percent-encoded. */
  sdk: {
    label: "shell",
    code: ({ origin, token }) => `export OTEL_SERVICE_NAME=checkout
export OTEL_METRICS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=${origin}/api/v1/otlp/v1/metrics
export OTEL_EXPORTER_OTLP_METRICS_HEADERS="Authorization=Bearer%20${token}"`,
  },
  /** It falls back from its own protocol to Prometheus' by itself. @see https://docs.victoriametrics.com/victoriametrics/vmagent/ */
  vmagent: {
    label: "shell",
    code: ({ origin, token }) => `vmagent -promscrape.config=prometheus.yml \\
  -remoteWrite.url=${origin}/api/v1/write \\
  -remoteWrite.bearerToken=${token}`,
  },
  /** @see https://grafana.com/docs/alloy/latest/reference/components/prometheus/prometheus.remote_write/ */
  alloy: {
    label: "config.alloy",
    code: ({ origin, token }) => `prometheus.remote_write "evenkeel" {
  endpoint {
    url          = "${origin}/api/v1/write"
    bearer_token = "${token}"
  }
}

// In your prometheus.scrape: forward_to = [prometheus.remote_write.evenkeel.receiver]`,
  },
  /** @see https://github.com/influxdata/telegraf/tree/master/plugins/serializers/prometheusremotewrite */
  telegraf: {
    label: "telegraf.conf",
    code: ({ origin, token }) => `[[outputs.http]]
  url = "${origin}/api/v1/write"
  data_format = "prometheusremotewrite"
  [outputs.http.headers]
    Authorization = "Bearer ${token}"
    Content-Type = "application/x-protobuf"
    Content-Encoding = "snappy"
    X-Prometheus-Remote-Write-Version = "0.1.0"`,
  },
  /**
   * The header's name is open, its value is stored encrypted.
   *
   * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
   */
  grafana: {
    label: "provisioning/datasources/evenkeel.yaml",
    code: ({ origin, token }) => `apiVersion: 1
datasources:
  - name: Evenkeel
    type: prometheus
    access: proxy
    url: ${origin}
    jsonData:
      httpMethod: POST
      httpHeaderName1: Authorization
    secureJsonData:
      httpHeaderValue1: Bearer ${token}`,
  },
  /** Asks for something that is there as soon as the first sample has arrived. */
  check: {
    label: "shell",
    code: ({ origin, token }) => `curl -G ${origin}/api/v1/query \\
  -H 'Authorization: Bearer ${token}' \\
  --data-urlencode 'query=topk(5, count by (__name__) ({__name__!=""}))'`,
  },
};
