/** A file to begin with, over metrics that the simulated cloud sends. */
export const EXAMPLE_FILE = {
  name: "business.yml",
  text: `groups:
  - name: business
    interval: 15s
    rules:
      - record: app:business_requests:rate1m
        expr: sum by (app) (rate(business_requests_total[1m]))
      - record: app:business_success:ratio1m
        expr: >-
          sum by (app) (rate(business_requests_total{outcome="ok"}[1m]))
          / app:business_requests:rate1m
`,
} as const;
