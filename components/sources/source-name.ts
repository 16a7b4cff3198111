import type { Translate } from "@/lib/i18n/translate";
import { INTERNAL_SENDERS } from "@/lib/sources/constants";
import type { SourceView } from "@/lib/sources/schemas";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";

/** Tokens and people have names of their own, parts of the product are named in the reader's language. */
export function sourceName(
  t: Translate<"sources">,
  { senderKind, senderId, name }: Pick<SourceView, "senderKind" | "senderId" | "name">,
): string {
  const part = senderKind === "system" ? INTERNAL_SENDERS.find((id) => id === senderId) : undefined;
  return part === undefined ? name : t(`internal.${part}`);
}

/** Whether it is the product's telemetry of itself. */
export const isSelf = ({ senderKind, senderId }: Pick<SourceView, "senderKind" | "senderId">): boolean =>
  senderKind === "system" && senderId === SELF_PRODUCT;

export const sourceHref = (id: string): string => `/settings/sources/${id}`;
