import { deleteUser } from "@/lib/accounts/delete-user";
import { updateUserSchema, userIdSchema } from "@/lib/auth/schemas";
import { updateUser } from "@/lib/accounts/update-user";
import { route } from "@/lib/http/route";

export const PATCH = route({
  role: "admin",
  params: userIdSchema,
  body: updateUserSchema,
  handle: ({ ctx, params, body }) => updateUser(ctx, params.id, body),
});

export const DELETE = route({
  role: "admin",
  params: userIdSchema,
  handle: ({ ctx, params }) => deleteUser(ctx, params),
});
