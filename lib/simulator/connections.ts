import { DAY_MS, type UnixMs } from "@/lib/core/time";
import type { Tick } from "./part";
import { settled } from "./queueing";

/** How long a browser keeps its connection open after the last answer: nginx' `keepalive_timeout` of our gateways. */
export const KEEPALIVE_S = 15;
/** Requests that a browser sends over one connection: a page and the calls that it makes. Our choice. */
export const REQUESTS_PER_CONNECTION = 8;
export const REQUEST_BYTES = 900;
/** A page with its pictures mostly comes from a CDN; this is the average answer of an API call. */
export const ANSWER_BYTES = 14_000;
/** A browser waits this long for a connection that nobody accepts before the next attempt of its own. */
export const CONNECT_FAILS_AFTER_S = 3;
/** Browsers connect again at once when they are let in; people press reload within seconds. */
const RECONNECT_S = 4;

/**
 * Share of requests that find no connection: those over open connections go on until these close.
 *
 * @param refused share of new connections that are refused now.
 */
export const refusedRequests = (before: number, refused: number, dtS: number): number =>
  before + (refused - before) * settled(dtS, refused > before ? KEEPALIVE_S : RECONNECT_S);

/** Certificates are bought anew for so long: the lifetime of Let's Encrypt's. */
const RENEWED_FOR_MS = 90 * DAY_MS;
/** Whoever forgets to renew remembers on the last day: nothing fails at rest. */
const RENEWED_BEFORE_MS = DAY_MS;

/** End of the certificate that is served at `t`, of one that was good for `days` when the history began. Unix ms. */
export function certificateEnd(startAt: UnixMs, days: number, t: UnixMs): UnixMs {
  const first = startAt + days * DAY_MS;
  const late = t - (first - RENEWED_BEFORE_MS);
  if (late <= 0) return first;
  const period = RENEWED_FOR_MS - RENEWED_BEFORE_MS;
  return first + Math.ceil(late / period) * period;
}

/** The certificate of an entry, and what its end does to requests. */
export interface CertificateState {
  /** Unix seconds. */
  endsAtS: number;
  /** Share of requests that find no connection because of it. */
  refused: number;
}

export const newCertificate = (): CertificateState => ({ endsAtS: 0, refused: 0 });

/** What a fault does to a certificate: whether it ended, and how long ago. */
export interface CertificateFx {
  expired: number;
  expiredForS: number;
}

export function stepCertificate(
  state: CertificateState,
  fx: CertificateFx,
  startAt: UnixMs,
  days: number,
  { t, dtS }: Tick,
): void {
  state.endsAtS = (fx.expired > 0 ? t - fx.expiredForS * 1_000 : certificateEnd(startAt, days, t)) / 1_000;
  state.refused = refusedRequests(state.refused, fx.expired, dtS);
}

/** The effect of every fault that ends a certificate. */
export const expireCertificate =
  (fx: CertificateFx) =>
  (_parameters: unknown, forS: number): void => {
    fx.expired = 1;
    fx.expiredForS = Math.max(fx.expiredForS, forS);
  };
