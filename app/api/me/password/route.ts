import { changePassword } from "@/lib/accounts/me";
import { changePasswordSchema } from "@/lib/auth/schemas";
import { currentSession } from "@/lib/auth/current-session";
import { route } from "@/lib/http/route";

export const POST = route({
  role: "viewer",
  body: changePasswordSchema,
  handle: async ({ ctx, body, request }) =>
    changePassword(ctx, body, await currentSession(ctx.db, request.headers)),
});
