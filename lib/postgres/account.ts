import { readFile, stat } from "node:fs/promises";

/** Whom PostgreSQL runs as, and whom `initdb` runs as (it insists on a name in the user list). */
export interface Account {
  uid: number;
  gid: number;
  initdb: { uid: number; gid: number };
}

/**
 * Numeric ids that neither Debian, Red Hat nor systemd hand out.
 * @see https://systemd.io/UIDS-GIDS/ "60706…61183: unused"
 */
const FREE_IDS = { from: 60_706, to: 61_183 };

/**
 * PostgreSQL refuses to run as root. As root it is given a numeric id of its own which needs no entry in the user list,
 * or the owner of the cluster where there is one already. Anyone else runs it as themselves: null.
 *
 * @param cluster the cluster's folder; may be absent.
 */
export async function chooseAccount(cluster: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const users = parseUserList(await readFile("/etc/passwd", "utf8").catch(() => ""));
  const owner = await stat(cluster).catch(() => null);
  const id = owner !== null && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : freeId(users);
  const named = users.find((user) => user.name === "nobody") ?? users.find((user) => user.uid !== 0);
  return { ...id, initdb: named ? { uid: named.uid, gid: named.gid } : id };
}

interface User {
  name: string;
  uid: number;
  gid: number;
}

/** Lines of `/etc/passwd`: `name:password:uid:gid:…`. */
export function parseUserList(text: string): User[] {
  return text
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 4)
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function freeId(users: readonly User[]): { uid: number; gid: number } {
  const taken = new Set(users.flatMap((user) => [user.uid, user.gid]));
  let id = FREE_IDS.from;
  while (taken.has(id) && id < FREE_IDS.to) id += 1;
  return { uid: id, gid: id };
}
