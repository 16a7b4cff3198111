import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { RouteHandler } from "@/lib/http/route";

export type Routes = Readonly<Record<string, RouteHandler>>;

/** Route handlers on a real socket, by `METHOD /path/[name]`: for peers that speak HTTP, without a build of the whole product. */
export async function serveRoutes(routes: Routes): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => void answer(routes, incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(routes: Routes, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  const found = findRoute(routes, `${incoming.method} ${url.pathname}`);
  if (!found) {
    outgoing.writeHead(404).end();
    return;
  }
  const hasBody = incoming.method === "POST";
  const request = new Request(url, {
    method: incoming.method ?? "GET",
    headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" as const } : {}),
  });
  const response = await found.handler(request, { params: Promise.resolve(found.params) });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

function findRoute(routes: Routes, wanted: string) {
  for (const [template, handler] of Object.entries(routes)) {
    const pattern = template.replaceAll(/\[(\w+)\]/g, "(?<$1>[^/]*)");
    const match = new RegExp(`^${pattern}$`).exec(wanted);
    if (match) {
      const named = Object.entries(match.groups ?? {});
      return {
        handler,
        params: Object.fromEntries(named.map(([name, text]) => [name, decodeURIComponent(text)])),
      };
    }
  }
  return undefined;
}
