import { ROLES, type Role } from "@/lib/core/context";
import type { Translate } from "@/lib/i18n/translate";

/** The roles as options of a select, the least mighty first. */
export function roleOptions(t: Translate<"auth.roles">): { value: Role; label: string }[] {
  return ROLES.map((value) => ({ value, label: t(value) }));
}
