import { createToken } from "@/lib/accounts/create-token";
import { listTokens } from "@/lib/accounts/list-tokens";
import { createTokenSchema } from "@/lib/auth/schemas";
import { route } from "@/lib/http/route";

export const GET = route({ role: "admin", handle: ({ ctx }) => listTokens(ctx) });

export const POST = route({
  role: "admin",
  body: createTokenSchema,
  handle: ({ ctx, body }) => createToken(ctx, body),
});
