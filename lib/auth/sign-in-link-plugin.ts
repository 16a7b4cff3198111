import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { signInLinkSchema } from "./schemas";
import { hashToken } from "./token";

/** `POST /api/auth/sign-in/link`: trades the token of a one-time link for a session. */
export function signInLinkPlugin() {
  return {
    id: "sign-in-link",
    endpoints: {
      signInWithLink: createAuthEndpoint(
        "/sign-in/link",
        { method: "POST", body: signInLinkSchema },
        async (ctx) => {
          const { internalAdapter } = ctx.context;
          // Reads and removes in one step, so that of two at once only one gets in.
          const link = await internalAdapter.consumeVerificationValue(hashToken(ctx.body.token));
          const user = link === null ? null : await internalAdapter.findUserById(link.value);
          if (user === null) {
            throw new APIError("UNAUTHORIZED", {
              code: "LINK_USED_OR_EXPIRED",
              message:
                "This sign-in link was used before or is too old: print a new one with `npm run sign-in-link`.",
            });
          }
          const session = await internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ ok: true });
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
