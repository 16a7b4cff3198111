import { addFailures, type Own } from "./in-line";

/** TCP sends a lost segment again after a round trip and at least this long: Linux' `TCP_RTO_MIN`. */
const RETRANSMIT_S = 0.2;
/** The first retransmission of a handshake, when no round trip was measured yet: RFC 6298, section 2. */
export const HANDSHAKE_RETRY_S = 1;
/** Packets of a small call and its answer that must all arrive. */
const PACKETS_PER_CALL = 6;
/** Within three seconds TCP sends a segment four times (after 0.2, 0.6 and 1.4 s more). */
const SENDS_PER_CALL = 4;
/** Within three seconds a handshake is sent twice. */
const SENDS_PER_HANDSHAKE = 2;

/** Lost share of round trips when each way loses `loss` of the packets. */
const roundTripLoss = (loss: number): number => 1 - (1 - loss) ** 2;

/** Adds to `own` what a share of lost packets does to calls over open connections: waits, and seldom a failure. */
export function loseInCalls(own: Own, loss: number, failsAfterS: number): void {
  if (loss <= 0) return;
  own.tailShare = 1 - (1 - own.tailShare) * (1 - loss) ** PACKETS_PER_CALL;
  own.tailS = Math.max(own.tailS, RETRANSMIT_S);
  addFailures(own, 1 - (1 - roundTripLoss(loss) ** SENDS_PER_CALL) ** (PACKETS_PER_CALL / 2), failsAfterS);
}

/** Adds to `own` what a share of lost packets does to requests of which the share `opening` opens a connection first. */
export function loseInHandshakes(own: Own, loss: number, opening: number, failsAfterS: number): void {
  if (loss <= 0) return;
  const lost = roundTripLoss(loss);
  own.tailShare = 1 - (1 - own.tailShare) * (1 - opening * lost);
  own.tailS = Math.max(own.tailS, HANDSHAKE_RETRY_S);
  addFailures(own, opening * lost ** SENDS_PER_HANDSHAKE, failsAfterS);
}
