import { createUser } from "@/lib/accounts/create-user";
import { listUsers } from "@/lib/accounts/list-users";
import { createUserSchema } from "@/lib/auth/schemas";
import { route } from "@/lib/http/route";

export const GET = route({ role: "admin", handle: ({ ctx }) => listUsers(ctx) });

export const POST = route({
  role: "admin",
  body: createUserSchema,
  handle: ({ ctx, body }) => createUser(ctx, body),
});
