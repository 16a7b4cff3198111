"use client";
import { useTranslations } from "next-intl";
import { useLocalText } from "@/lib/i18n/use-local-text";
import {
  type Facet,
  LAYERS,
  NO_VALUE,
  RESOURCE_CONDITIONS,
  RESOURCE_ORIGINS,
  RESOURCE_STATES,
  SEEN_STATES,
} from "@/lib/resources/constants";
import { productName } from "./resource-names";

/** A value of a filter as people read it. */
export function useFacetText(): (facet: Facet, value: string) => string {
  const t = useTranslations("resources");
  const local = useLocalText();
  return (facet, value) => {
    if (value === NO_VALUE) return t("none");
    if (facet === "product") return productName(value, local);
    const layer = LAYERS.find((one) => one === value);
    if (facet === "layer" && layer) return t(`layers.${layer}`);
    const state = RESOURCE_STATES.find((one) => one === value);
    if (facet === "state" && state) return t(`states.${state}`);
    const origin = RESOURCE_ORIGINS.find((one) => one === value);
    if (facet === "origin" && origin) return t(`origins.${origin}`);
    const seen = SEEN_STATES.find((one) => one === value);
    if (facet === "seen" && seen) return t(`seenStates.${seen}`);
    const condition = RESOURCE_CONDITIONS.find((one) => one === value);
    if (facet === "condition" && condition) return t(`conditions.${condition}`);
    return value;
  };
}
