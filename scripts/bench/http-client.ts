import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true });

export interface Answer {
  status: number;
  body: Buffer;
  /** From the first byte out to the last byte in. */
  ms: number;
}

interface Call {
  method?: "GET" | "POST";
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

/** A request on kept connections, with as little work of our own as possible: it shares the processors with the engine. */
export function send(url: string, { method = "GET", headers = {}, body }: Call = {}): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(body.length) };
    const outgoing = request(url, { method, agent, headers: { ...headers, ...length } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          body: Buffer.concat(chunks),
          ms: performance.now() - startedAt,
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** @throws Error with what was answered when it is no success */
export async function sendWell(url: string, call: Call = {}): Promise<Answer> {
  const answer = await send(url, call);
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new Error(`${url} answered ${answer.status}: ${answer.body.subarray(0, 500).toString()}`);
}
