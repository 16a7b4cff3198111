import { getMe, updateMe } from "@/lib/accounts/me";
import { updateMeSchema } from "@/lib/auth/schemas";
import { route } from "@/lib/http/route";

export const GET = route({ role: "viewer", handle: ({ ctx }) => getMe(ctx) });

export const PATCH = route({
  role: "viewer",
  body: updateMeSchema,
  handle: ({ ctx, body }) => updateMe(ctx, body),
});
