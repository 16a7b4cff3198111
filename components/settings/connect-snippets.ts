/**
 * Lines for `prometheus.yml`.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write
 */
export function remoteWriteSnippet(origin: string, token: string): string {
  return `remote_write:
  - url: ${origin}/api/v1/write
    authorization:
      type: Bearer
      credentials: ${token}`;
}

/**
 * A data source file of Grafana. The header's name is open, its value is stored encrypted.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
export function grafanaSnippet(origin: string, token: string): string {
  return `apiVersion: 1
datasources:
  - name: Evenkeel
    type: prometheus
    access: proxy
    url: ${origin}
    jsonData:
      httpMethod: POST
      httpHeaderName1: Authorization
    secureJsonData:
      httpHeaderValue1: Bearer ${token}`;
}

/** Asks for something that is there as soon as the first sample has arrived. */
export function curlSnippet(origin: string, token: string): string {
  return `curl -G ${origin}/api/v1/query \\
  -H 'Authorization: Bearer ${token}' \\
  --data-urlencode 'query=topk(5, count by (__name__) ({__name__!=""}))'`;
}
