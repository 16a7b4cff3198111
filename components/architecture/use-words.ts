"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { formatValue } from "@/lib/core/units";
import type { Overlay } from "@/lib/architecture/constants";
import type { ArchitectureState, NodeReason, NodeState } from "@/lib/architecture/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { findMetric, findProduct } from "@/lib/products/catalogue";
import { overlayFigure } from "./overlay";
import type { SceneWords } from "./prepare-scene";

/** Names of things of a diagram, in the reader's language. */
export function useWords() {
  const t = useTranslations("architecture");
  const status = useTranslations("common.status");
  const local = useLocalText();
  return useMemo(() => {
    const product = (id: string): string => {
      const { title } = findProduct(id) ?? { title: { en: id, zh: id } };
      return local(title.en, title.zh);
    };
    const metric = (name: string): string => {
      const { title } = findMetric(name)?.metric ?? { title: { en: name, zh: name } };
      return local(title.en, title.zh);
    };
    const unitOf = (name: string): string => {
      const found = findMetric(name)?.metric;
      return found?.viewUnit ?? found?.unit ?? "";
    };
    const members = (node: NodeState | undefined): string => {
      if (!node) return "";
      if (node.resources.length === 0) return t("unboundNode");
      const products = [...new Set(node.resources.map((one) => one.product))];
      return `${products.map(product).join(", ")} · ${node.resources.length}`;
    };
    const reason = ({ kind, resource, subject, value, threshold }: NodeReason): string =>
      t(`reason.${kind}`, {
        resource: resource ?? "",
        subject: kind === "alarm" ? (subject ?? "") : subject === null ? "" : metric(subject),
        value: formatValue(value, subject === null ? "" : unitOf(subject)),
        threshold: formatValue(threshold, subject === null ? "" : unitOf(subject)),
      });
    const scene: SceneWords = { layer: (layer) => t(`layers.${layer}`), members };
    const describe = (
      title: string,
      node: NodeState | undefined,
      state: ArchitectureState | undefined,
      overlay: Overlay,
    ): string => {
      const shown = overlayFigure(overlay, node, state ?? { alarmsKnown: false, risksKnown: false });
      return [
        title,
        members(node),
        `${t(`overlays.${overlay}`)}: ${status(shown.status)}${shown.figure === "–" ? "" : `, ${shown.figure}`}`,
        ...(node?.traffic
          ? [t("trafficOf", { value: formatValue(node.traffic.value, node.traffic.unit) })]
          : []),
        ...(node?.stale ? [t("stale")] : []),
        ...(node && node.alarms.length > 0 ? [t("alarmCount", { count: node.alarms.length })] : []),
        ...(node && node.risks.length > 0 ? [t("riskCount", { count: node.risks.length })] : []),
        ...(node && node.faults.length > 0 ? [t("faultCount", { count: node.faults.length })] : []),
        ...(node && node.missing.length > 0 ? [t("missingCount", { count: node.missing.length })] : []),
      ]
        .filter(Boolean)
        .join("; ");
    };
    return { product, metric, members, reason, scene, describe };
  }, [t, status, local]);
}
