import { numbered, type App, type Instance, type UsedBy, type Zone } from "@/lib/simulator/part";

export interface LinesPlan {
  bandwidthBytes: number;
  /** Share of it that copies of data take at any time. */
  backgroundRatio: number;
  /** To the other end and back. */
  roundTripS: number;
  /** Bidirectional forwarding detection: a cut is noticed within a second, not after BGP's hold time. */
  bfd: boolean;
  holdS: number;
  /** One call and its answer. */
  callOutBytes: number;
  callInBytes: number;
}

const TEN_GIGABIT = 1.25e9;

function lines(
  name: string,
  app: App,
  zones: readonly Zone[],
  plan: Partial<LinesPlan>,
  usedBy: readonly UsedBy[],
): Instance<LinesPlan> {
  return {
    name,
    app,
    members: numbered(name, zones),
    cluster: name,
    plan: {
      bandwidthBytes: TEN_GIGABIT / 10,
      backgroundRatio: 0.22,
      roundTripS: 0.006,
      bfd: true,
      holdS: 30,
      callOutBytes: 2_000,
      callInBytes: 3_000,
      ...plan,
    },
    usedBy,
  };
}

/**
 * Lines to the bank and to the exchange, each with a second one; the first carries the traffic. Findings: the lines to the
 * bank notice a cut by BGP's hold time alone, and the office has a single line.
 */
export const dcFleet: readonly Instance<LinesPlan>[] = [
  lines("dc-bank", "mall", ["zone-a", "zone-b"], { bfd: false }, [
    { by: "pay", port: "send", calls: 0.5, critical: true },
  ]),
  lines("dc-exchange", "brokerage", ["zone-a", "zone-c"], { roundTripS: 0.003, callInBytes: 1_200 }, [
    { by: "trade", port: "send", calls: 1, critical: true },
  ]),
  lines("dc-office", "brokerage", ["zone-a"], { roundTripS: 0.009, backgroundRatio: 0.3 }, [
    { by: "fund", port: "send", calls: 0.3, critical: false },
  ]),
];
