import { z } from "zod";
import { AppError, UnavailableError } from "@/lib/core/errors";

const refusalSchema = z.object({ code: z.string().optional(), message: z.string().optional() });

/** How better-auth refuses; the code tells which sentence to show. */
export class SignInError extends AppError {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super("unauthenticated", message);
  }
}

/**
 * Asks better-auth for a session; its cookie comes with the answer.
 *
 * @throws SignInError when it is refused; UnavailableError when the server cannot be reached.
 */
export async function signIn(url: string, body: Record<string, unknown>): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new UnavailableError("The server cannot be reached.", { cause });
  });
  if (response.ok) return;
  const { data } = refusalSchema.safeParse(await response.json().catch(() => null));
  throw new SignInError(data?.code ?? String(response.status), data?.message ?? response.statusText);
}
