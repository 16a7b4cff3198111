import type { BrowserContext } from "playwright-core";
import { inject } from "vitest";
import { openDatabase } from "@/db/client";
import { createSignInLink } from "@/lib/auth/create-sign-in-link";
import { embeddedUrl } from "@/lib/postgres/embedded";

/** A fresh one-time link, as `npm run sign-in-link` prints it. */
export async function newSignInLink(): Promise<string> {
  const url = await embeddedUrl(inject("dataFolder"));
  if (url === null) throw new Error("The product has no database yet.");
  const db = openDatabase(url, { max: 1, applicationName: "script" });
  try {
    return await createSignInLink(db, inject("baseUrl"));
  } finally {
    await db.$client.end();
  }
}

/** Gives a browser the session of the first administrator; its pages may then go anywhere. */
export async function signIn(context: BrowserContext): Promise<void> {
  const token = new URL(await newSignInLink()).searchParams.get("token");
  const response = await context.request.post(`${inject("baseUrl")}/api/auth/sign-in/link`, {
    data: { token },
  });
  if (!response.ok())
    throw new Error(`Signing in was answered with ${response.status()}: ${await response.text()}`);
}
