import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { authenticate } from "@/lib/auth/authenticate";
import type { Context } from "@/lib/core/context";
import { getServices } from "@/lib/runtime/services";

/**
 * The context of the person who asks for a page, once per request. Sends to the sign-in page whoever is not signed in;
 * the browser's query keeps nothing but what the address said.
 */
export const pageContext = cache(async (): Promise<Context> => {
  const services = getServices();
  const found = await authenticate(services.db, await headers()).catch(() => null);
  if (found === null) redirect("/sign-in");
  return { ...services, actor: found.actor, requestId: randomUUID(), now: Date.now };
});
