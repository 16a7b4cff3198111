import { once } from "node:events";
import { createServer } from "node:net";
import { UnavailableError } from "@/lib/core/errors";

/** @throws UnavailableError when nothing can listen there, and what to do about it. */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, "listening");
  } catch (cause) {
    throw new UnavailableError(explain(cause, host, port), { cause });
  } finally {
    server.close();
  }
}

function explain(cause: unknown, host: string, port: number): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is taken by another program: stop that program, or choose another port, for example PORT=${port + 1} npm start.`;
  }
  if (code === "EACCES")
    return `Port ${port} needs more rights than this user has: choose one above 1023 with PORT.`;
  return `${host}:${port} cannot be listened on (${code}): set HOST to an address of this machine.`;
}
