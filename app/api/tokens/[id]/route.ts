import { revokeToken } from "@/lib/accounts/revoke-token";
import { tokenIdSchema } from "@/lib/auth/schemas";
import { route } from "@/lib/http/route";

export const DELETE = route({
  role: "admin",
  params: tokenIdSchema,
  handle: ({ ctx, params }) => revokeToken(ctx, params),
});
