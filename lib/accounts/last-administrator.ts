import { and, eq, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/auth";
import { ConflictError } from "@/lib/core/errors";

/** @throws ConflictError when nobody but this account could administer the product. */
export async function requireOtherAdministrator(tx: Transaction, id: string): Promise<void> {
  const [other] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), ne(users.id, id)))
    .limit(1)
    .for("update");
  if (!other) throw new ConflictError("account", id, "is the last administrator");
}
