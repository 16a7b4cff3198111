import { single, type App, type Instance } from "@/lib/simulator/part";

export interface DomainPlan {
  /** Share of the requests, by kind, whose answer may be cached. */
  cacheable: Readonly<Record<string, number>>;
  /** Share of those that find a fresh copy when the caches are warm. */
  hits: number;
  /** Average answer. */
  bytes: number;
  edgeNodes: number;
  /** Busy share of the edge nodes at the design peak. */
  usage: number;
  /** Days from the start of the history until its certificate ends. */
  certificateDays: number;
}

const domain = (
  name: string,
  app: App,
  plan: DomainPlan,
  wiring: Pick<Instance, "inFrontOf" | "usedBy" | "uses">,
): Instance<DomainPlan> => ({ ...single(name), name, app, plan, ...wiring });

/**
 * `cdn-mall` carries the pages, which are mostly computed; `cdn-static` their pictures; `cdn-broker` news and charts of
 * the brokerage. A page without its pictures is still a page.
 */
export const cdnFleet: readonly Instance<DomainPlan>[] = [
  domain(
    "cdn-mall",
    "mall",
    {
      cacheable: { browse: 0.3 },
      hits: 0.96,
      bytes: 14_000,
      edgeNodes: 60,
      usage: 0.5,
      certificateDays: 75,
    },
    { inFrontOf: [{ part: "waf-mall" }] },
  ),
  domain(
    "cdn-static",
    "mall",
    {
      cacheable: { object: 1 },
      hits: 0.97,
      bytes: 45_000,
      edgeNodes: 60,
      usage: 0.55,
      certificateDays: 75,
    },
    {
      usedBy: [
        { by: "mall-browse", port: "object", calls: 0.8, critical: false },
        { by: "mall-cart", port: "object", calls: 0.3, critical: false },
      ],
      uses: [{ port: "object", part: "cos-static", of: "get", calls: 1, critical: true, timeoutS: 2 }],
    },
  ),
  domain(
    "cdn-broker",
    "brokerage",
    {
      cacheable: { object: 0.95 },
      hits: 0.96,
      bytes: 30_000,
      edgeNodes: 30,
      usage: 0.45,
      certificateDays: 50,
    },
    {
      usedBy: [
        { by: "broker-quote", port: "object", calls: 0.2, critical: false },
        { by: "broker-login", port: "object", calls: 1, critical: false },
      ],
    },
  ),
];
