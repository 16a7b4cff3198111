import { inject } from "vitest";

/** How a program proves who it is: a bearer token, or the token as the password of any user, as Grafana sends it. */
export const credentials = {
  Bearer: (token: string) => ({ authorization: `Bearer ${token}` }),
  Basic: (token: string) => ({
    authorization: `Basic ${Buffer.from(`grafana:${token}`).toString("base64")}`,
  }),
} as const;

/** Asks the product of this test run as its administrator; `body` makes it a POST of JSON. Throws unless it answers 2xx. */
export async function askProduct<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${inject("baseUrl")}${path}`, {
    headers: {
      ...credentials.Bearer(inject("adminToken")),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
