import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer: a status, a body and headers; `hang`: none at all; `drop`: the connection is cut. */
export type ScriptedAnswer =
  | { status: number; body: unknown; headers?: Readonly<Record<string, string>> }
  | "hang"
  | "drop";

export interface ScriptedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A local HTTP server that answers as told, one entry after the other, the last one for ever. */
export async function startScriptedEngine(...answers: ScriptedAnswer[]) {
  const requests: ScriptedRequest[] = [];
  const script = [...answers];
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(parts) });
      const answer = script.length > 1 ? script.shift() : script[0];
      if (answer === "hang" || answer === undefined) return;
      if (answer === "drop") {
        request.socket.destroy();
        return;
      }
      const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      response.writeHead(answer.status, answer.headers).end(text);
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (...next: ScriptedAnswer[]) => script.splice(0, script.length, ...next),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
