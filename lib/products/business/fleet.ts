import type { App, Instance } from "@/lib/simulator/part";

/** A scenario: what customers come to do. */
export interface ScenarioPlan {
  scenario: string;
  /** Requests a second in the peak hour of an ordinary day. */
  peakPerS: number;
  /** The fleet was bought for this multiple of an ordinary peak; it then shows the planned usage. */
  designPeakRatio: number;
  /** Requests that fail with nothing broken: a customer goes away, a card is refused, a form is wrong. */
  ordinaryFailures: number;
  /** Share of its objective; the health score and alarms read it. */
  successObjectiveRatio: number;
  /** The scenario that customers come through before this one. */
  after: string | null;
  /** Requests for each order that is placed, each payment that is made; null where neither happens. */
  requestsPerOrder: number | null;
  requestsPerPayment: number | null;
  /** Average amount of a payment in yuan. */
  amountCny: number;
}

/** A mall on a promotion day sees three times an ordinary evening. */
const MALL_PEAK = 3;
/** A brokerage is sized for the most hectic sessions of a year: our choice, twice an ordinary opening. */
const BROKERAGE_PEAK = 2;

const none = { after: null, requestsPerOrder: null, requestsPerPayment: null, amountCny: 0 };

function scenario(
  app: App,
  name: string,
  entry: { part: string; of: string },
  plan: Partial<ScenarioPlan> & Pick<ScenarioPlan, "scenario" | "peakPerS" | "ordinaryFailures">,
): Instance<ScenarioPlan> {
  return {
    name,
    app,
    members: [{ id: name, zone: null }],
    cluster: null,
    plan: {
      ...none,
      designPeakRatio: app === "mall" ? MALL_PEAK : BROKERAGE_PEAK,
      successObjectiveRatio: app === "mall" ? 0.995 : 0.999,
      ...plan,
    },
    uses: [{ ...entry, calls: 1, critical: true, timeoutS: 5 }],
  };
}

const mall = (
  name: string,
  plan: Partial<ScenarioPlan> & Pick<ScenarioPlan, "peakPerS" | "ordinaryFailures">,
) => scenario("mall", `mall-${name}`, { part: "gateway", of: name }, { scenario: name, ...plan });

const broker = (
  name: string,
  plan: Partial<ScenarioPlan> & Pick<ScenarioPlan, "peakPerS" | "ordinaryFailures">,
) =>
  scenario("brokerage", `broker-${name}`, { part: "broker-gateway", of: name }, { scenario: name, ...plan });

/** Steps of a checkout (address, preview, submit, polling for the result) for each order, and for each payment. */
export const businessFleet: readonly Instance<ScenarioPlan>[] = [
  mall("browse", { peakPerS: 1_800, ordinaryFailures: 0.0002 }),
  mall("cart", { peakPerS: 260, ordinaryFailures: 0.0003, after: "mall-browse" }),
  mall("order", { peakPerS: 110, ordinaryFailures: 0.0006, after: "mall-cart", requestsPerOrder: 18 }),
  mall("pay", {
    peakPerS: 80,
    ordinaryFailures: 0.0012,
    after: "mall-order",
    requestsPerPayment: 14,
    amountCny: 860,
  }),
  broker("quote", { peakPerS: 2_500, ordinaryFailures: 0.0001 }),
  broker("query", { peakPerS: 300, ordinaryFailures: 0.0002, after: "broker-login" }),
  broker("trade", { peakPerS: 120, ordinaryFailures: 0.0003, after: "broker-login", requestsPerOrder: 6 }),
  broker("fund", {
    peakPerS: 15,
    ordinaryFailures: 0.0004,
    after: "broker-login",
    requestsPerPayment: 10,
    amountCny: 38_000,
  }),
  broker("login", { peakPerS: 60, ordinaryFailures: 0.0003 }),
];
