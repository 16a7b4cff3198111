/** A node is ordered, boots, joins and is ready. Our choice, as managed clusters take two to three minutes. */
const NODE_READY_S = 150;
/** Cluster autoscaler: `--scan-interval`, and `--scale-down-unneeded-time`. */
const SCAN_EVERY_S = 10;
const UNNEEDED_S = 600;
/** A cloud that refused is asked again after so long. Our choice; the autoscaler's own back-off begins at five minutes. */
const ASK_AGAIN_S = 30;

/** Nodes that the autoscaler has added to one pool. Plain JSON. */
export interface AddedNodes {
  ready: number;
  /** On their way, with the seconds until they are ready: all of one order arrive together. */
  coming: number;
  readyInS: number;
  /** Seconds for which nothing has run on them. */
  idleForS: number;
  waitS: number;
}

export const noAddedNodes = (): AddedNodes => ({ ready: 0, coming: 0, readyInS: 0, idleForS: 0, waitS: 0 });

/** What the cloud was asked for in a tick. */
export interface Scaling {
  up: number;
  down: number;
  refused: number;
}

/**
 * One tick of a pool's autoscaler: pods that found no room bring nodes, minutes later; nodes on which nothing has run
 * for ten minutes go.
 *
 * @param wanted nodes that pending pods need beside those that are there.
 * @param busy whether pods run on the added nodes.
 * @param able false: the control plane is down and nothing is asked for. @param banned: the cloud refuses.
 * @param out receives what was asked for.
 */
export function stepAddedNodes(
  added: AddedNodes,
  wanted: number,
  busy: boolean,
  max: number,
  able: boolean,
  banned: boolean,
  dtS: number,
  out: Scaling,
): void {
  out.up = out.down = out.refused = 0;
  if (added.coming > 0) {
    added.readyInS -= dtS;
    if (added.readyInS <= 0) {
      added.ready += added.coming;
      added.coming = 0;
      added.idleForS = 0;
    }
  }
  added.waitS = Math.max(0, added.waitS - dtS);
  if (!able) return;
  const more = Math.min(wanted, max - added.ready) - added.coming;
  if (more > 0 && added.coming === 0 && added.waitS === 0) {
    if (banned) {
      out.refused = 1;
      added.waitS = ASK_AGAIN_S;
    } else {
      out.up = more;
      added.coming = more;
      added.readyInS = NODE_READY_S;
      added.waitS = SCAN_EVERY_S;
    }
  }
  added.idleForS = added.ready > 0 && !busy ? added.idleForS + dtS : 0;
  if (added.idleForS < UNNEEDED_S) return;
  out.down = added.ready;
  added.ready = 0;
  added.idleForS = 0;
}
