/** `index.unassigned.node_left.delayed_timeout`: a node that comes back within a minute finds its shards still its own. */
const DELAYED_S = 60;
/** `node_concurrent_recoveries`: copies that a node makes at once; and how long one takes, 2 GB at 40 MB/s. */
const RECOVERIES_AT_ONCE = 2;
const RECOVERY_S = 50;

/** Copies of shards of a cluster. Plain JSON. */
export interface Shards {
  /** Nodes that the cluster does without. */
  gone: number;
  /** Seconds since the last one was lost. */
  goneForS: number;
  /** Copies that were lost with nodes and are not made anew yet. */
  missing: number;
  /** Of those, the ones that are being made. */
  initializing: number;
  /** Primary shards of which no copy is left. */
  lost: number;
  /** Copies on no node. */
  unassigned: number;
}

export const newShards = (): Shards => ({
  gone: 0,
  goneForS: 0,
  missing: 0,
  initializing: 0,
  lost: 0,
  unassigned: 0,
});

export interface ShardPlan {
  primaryShards: number;
  /** Further copies of each shard. */
  copies: number;
  nodes: number;
}

/** Copies of one shard are on different nodes, so as many losses at once are survived as there are further copies. */
function lostWithNodes({ primaryShards, copies, nodes }: ShardPlan, gone: number): number {
  return gone > copies ? (primaryShards * (gone - copies)) / (nodes - copies) : 0;
}

/**
 * Moves the copies on by one tick.
 *
 * @param gone nodes that the cluster does without now.
 * @param corrupt share of the shards of which all copies are damaged.
 * @param room whether some node is below its watermark and takes copies.
 */
export function stepShards(
  shards: Shards,
  plan: ShardPlan,
  gone: number,
  corrupt: number,
  room: boolean,
  dtS: number,
): void {
  const { primaryShards, copies, nodes } = plan;
  const each = (primaryShards * (1 + copies)) / nodes;
  shards.goneForS = gone > shards.gone ? 0 : shards.goneForS + dtS;
  // A node that comes back brings its copies along.
  shards.missing = gone === 0 ? 0 : Math.max(0, shards.missing + (gone - shards.gone) * each);
  shards.gone = gone;
  shards.lost = Math.max(Math.ceil(corrupt * primaryShards), Math.round(lostWithNodes(plan, gone)));
  const makeable = gone > 0 && gone <= copies && room && shards.goneForS > DELAYED_S ? shards.missing : 0;
  shards.initializing = Math.min(RECOVERIES_AT_ONCE * (nodes - gone), Math.ceil(makeable));
  shards.missing -= Math.min(makeable, (shards.initializing / RECOVERY_S) * dtS);
  shards.unassigned = Math.max(shards.missing - shards.initializing, shards.lost * (1 + copies), 0);
}
