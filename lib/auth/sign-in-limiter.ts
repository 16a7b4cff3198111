import { MINUTE_MS, type UnixMs } from "@/lib/core/time";

/** As OWASP advises against guessing: few tries in a short window, counted by account and not by address. */
const TRIES_MAX = 5;
const WINDOW_MS = MINUTE_MS;
/** Accounts remembered at most: an attacker who invents addresses must not fill the memory. */
const ACCOUNTS_MAX = 10_000;

export class SignInLimiter {
  readonly #tries = new Map<string, UnixMs[]>();

  /**
   * Counts a try to sign in as `account`.
   *
   * @returns 0, or how many seconds to wait when there were too many tries; those are not counted.
   */
  count(account: string, now: UnixMs): number {
    const recent = (this.#tries.get(account) ?? []).filter((at) => at > now - WINDOW_MS);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= TRIES_MAX)
      return Math.ceil((oldest + WINDOW_MS - now) / 1_000);
    this.#tries.delete(account);
    this.#tries.set(account, [...recent, now]);
    const [first] = this.#tries.keys();
    if (this.#tries.size > ACCOUNTS_MAX && first !== undefined) this.#tries.delete(first);
    return 0;
  }
}
