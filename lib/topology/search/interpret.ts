import { findProduct } from "@/lib/products/catalogue";
import type { Text } from "@/lib/products/types";
import type { Relation, Search } from "./parse-search";
import { isEmpty } from "./run-search";

/** A search as one phrase in both languages, so that a reader sees what was understood. */
export function interpret(search: Search): Text {
  if (isEmpty(search)) return { en: "Nothing was understood.", zh: "没有理解到任何内容。" };
  const { names, layer, zone, app, relations } = search;
  const named = names.map((name) => `“${name}”`).join(" ");
  const en = [
    titles(search, "en", "Everything"),
    named && `named ${named}`,
    layer && `of the ${layer} layer`,
    app && `of ${app}`,
    zone && `in ${zone}`,
    ...relations.map(relationEn),
  ];
  const zh = [
    app && `${app} 的`,
    layer && `${LAYER_ZH[layer]}的`,
    zone && `位于 ${zone} 的`,
    ...relations.map(relationZh),
    named && `名为 ${named} 的`,
    titles(search, "zh", "所有资源"),
  ];
  return { en: en.filter(Boolean).join(" "), zh: zh.filter(Boolean).join("") };
}

const LAYER_ZH = { access: "接入层", business: "业务层", middleware: "中间件层", data: "数据层" } as const;

const titles = ({ products }: Search, language: keyof Text, none: string): string =>
  products === null
    ? none
    : products.products
        .map((id) => findProduct(id)?.title[language].trim() ?? id)
        .join(language === "en" ? ", " : "、");

const subject = ({ of }: Relation): string =>
  of.kind === "name" && of.nodes.length <= 3 ? of.nodes.join(", ") : of.word;

const relationEn = (relation: Relation): string => {
  const { direction, direct } = relation;
  if (direction === "dependencies")
    return direct ? `that ${subject(relation)} calls` : `that ${subject(relation)} needs, directly or not`;
  return direct ? `that calls ${subject(relation)}` : `that needs ${subject(relation)}, directly or not`;
};

const relationZh = (relation: Relation): string => {
  const { direction, direct } = relation;
  const how = direct ? "直接" : "直接或间接";
  return direction === "dependencies"
    ? `被 ${subject(relation)} ${how}依赖的`
    : `${how}依赖 ${subject(relation)} 的`;
};
