import type { NamespaceKeys, NestedKeyOf, useTranslations } from "next-intl";
import type { Messages } from "./messages/en";

/** What `useTranslations(namespace)` gives, for functions that are handed it. */
export type Translate<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = ReturnType<
  typeof useTranslations<Namespace>
>;
