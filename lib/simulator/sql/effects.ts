import type { FaultParameters, Member } from "../part";
import type { SqlNode } from "./node";

type Effects = Member["effects"];

const number = (parameters: FaultParameters, name: string): number => Number(parameters[name] ?? 0);

/** What the faults that any engine knows do to a node; of a product only those that its catalogue has. */
export function sqlEffects(faults: readonly { id: string }[], { fx }: SqlNode): Effects {
  const all: Effects = {
    all_nodes_down: () => {
      fx.lost = 1;
    },
    primary_switch: () => {
      fx.switched = 1;
    },
    network_cut: () => {
      fx.cut = 1;
    },
    network_delay: (p) => {
      fx.delayS = Math.max(fx.delayS, number(p, "delayMs") / 1_000);
    },
    cpu_exhaustion: (p) => {
      fx.stress = Math.max(fx.stress, number(p, "usageRatio"));
    },
    slow_queries: (p) => {
      fx.scanShare = Math.max(fx.scanShare, number(p, "queriesRatio"));
      fx.scanS = Math.max(fx.scanS, number(p, "scanMs") / 1_000);
    },
    connections_exhausted: (p) => {
      fx.held = Math.max(fx.held, number(p, "heldRatio"));
    },
    max_connections_low: (p) => {
      fx.limitLost = Math.max(fx.limitLost, 1 - number(p, "limitRatio"));
    },
    buffer_pool_small: (p) => {
      fx.bufferLost = Math.max(fx.bufferLost, 1 - number(p, "sizeRatio"));
    },
    lock_contention: (p) => {
      fx.lockShare = Math.max(fx.lockShare, number(p, "writesRatio"));
      fx.lockS = Math.max(fx.lockS, number(p, "heldMs") / 1_000);
    },
    disk_full: (p) => {
      fx.filled = Math.max(fx.filled, number(p, "usageRatio"));
    },
    table_dropped: (p) => {
      fx.dropped = Math.max(fx.dropped, number(p, "queriesRatio"));
    },
    backup_failed: () => {
      fx.backup = 1;
    },
    certificate_expired: (_, forS) => {
      fx.certificate = Math.max(fx.certificate, forS, 1);
    },
    clock_skew: (p) => {
      fx.skewS = Math.max(fx.skewS, number(p, "aheadS"));
    },
    replication_delay: () => {
      fx.applierStopped = 1;
    },
  };
  return Object.fromEntries(
    faults.flatMap(({ id }) => {
      const effect = all[id.slice(id.indexOf(".") + 1)];
      return effect ? [[id, effect]] : [];
    }),
  );
}
