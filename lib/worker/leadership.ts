import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { reconnectAfterS } from "@/db/client";
import { every } from "@/lib/core/every";

/** How soon another worker takes over from one that died. PostgreSQL frees the lock with the connection. */
const RETRY_MS = 1_000;
/** How soon a leader notices that it lost its connection, and with it the lock. */
const CHECK_MS = 1_000;
/** First of the two numbers of our advisory locks: the ASCII codes of "evkl". The second one is the service. */
const LOCK_SPACE = 0x65_76_6b_6c;

export interface Leadership {
  /**
   * Waits until this process holds the lock `name`, then calls `work`; its signal aborts with `signal`, or when the lock
   * is lost. Resolves when `work` ended or, without having led, when `signal` aborts.
   */
  lead(name: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Locks of one process, all on one connection of their own: it must live as long as they do. */
export function openLeadership(url: string): Leadership {
  const sql = postgres(url, {
    max: 1,
    backoff: reconnectAfterS,
    // The default replaces a connection after 45 minutes, silently and with all its locks.
    max_lifetime: null,
    connection: { application_name: "leadership" },
    onnotice: () => undefined,
  });

  /** Process id of the session that got the lock, or null. */
  async function tryLock(name: string): Promise<number | null> {
    const [row] = await sql<{ pid: number; locked: boolean }[]>`
      select pg_backend_pid() as pid, pg_try_advisory_lock(${LOCK_SPACE}, hashtext(${name})) as locked`;
    return row?.locked ? row.pid : null;
  }

  /** The driver reconnects by itself: only the same session still has the lock. */
  async function holds(pid: number): Promise<boolean> {
    const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`.catch(() => []);
    return row?.pid === pid;
  }

  return {
    async lead(name, signal, work) {
      let pid: number | null = null;
      while (pid === null) {
        if (signal.aborted) return;
        // oxlint-disable-next-line no-await-in-loop -- polling is a sequence
        pid = await tryLock(name).catch(() => null);
        // oxlint-disable-next-line no-await-in-loop
        if (pid === null) await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
      const lost = new AbortController();
      const watch = watchLock(() => holds(pid), lost);
      try {
        await work(AbortSignal.any([signal, lost.signal]));
      } finally {
        watch.stop();
        if (!lost.signal.aborted)
          await sql`select pg_advisory_unlock(${LOCK_SPACE}, hashtext(${name}))`.catch(() => 0);
      }
    },
    close: () => sql.end({ timeout: 2 }),
  };
}

function watchLock(holds: () => Promise<boolean>, lost: AbortController): { stop(): void } {
  const stopped = new AbortController();
  const onError = (): void => undefined;
  void every({ periodMs: CHECK_MS, signal: stopped.signal, onError }, async () => {
    if (!(await holds())) lost.abort(new Error("The lock was lost with its database connection."));
  });
  return { stop: () => stopped.abort() };
}
