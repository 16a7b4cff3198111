import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

const requestSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  tools: z.array(z.object({ type: z.literal("function"), function: z.object({ name: z.string() }) })),
});
export type ModelRequest = z.infer<typeof requestSchema>;

export interface ScriptedModel {
  baseUrl: string;
  requests: ModelRequest[];
  close: () => Promise<void>;
}

/**
 * A local server that speaks the chat completions protocol of OpenAI and answers as a script says: the arguments of a
 * call of the first tool, a status, or never.
 */
export async function scriptedModel(
  script: (request: ModelRequest) => { arguments: string } | { status: number } | "never",
): Promise<ScriptedModel> {
  const requests: ModelRequest[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = requestSchema.parse(JSON.parse(await readText(request)));
    requests.push(body);
    const answer = script(body);
    if (answer !== "never") reply(response, body, answer);
  };
  const server = createServer((request, response) => {
    void serve(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("No port was given.");
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function reply(
  response: ServerResponse,
  request: ModelRequest,
  answer: { arguments: string } | { status: number },
): void {
  response.setHeader("content-type", "application/json");
  if ("status" in answer) {
    response.statusCode = answer.status;
    response.end(JSON.stringify({ error: { message: "scripted", type: "server_error" } }));
    return;
  }
  const name = request.tools[0]?.function.name ?? "";
  const call = { id: "call_1", type: "function", function: { name, arguments: answer.arguments } };
  response.end(
    JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1,
      model: request.model,
      choices: [
        {
          index: 0,
          finish_reason: "tool_calls",
          message: { role: "assistant", content: null, tool_calls: [call] },
        },
      ],
    }),
  );
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
