import { PRODUCTS } from "@/lib/products/catalogue";
import { LAYERS, type Layer } from "@/lib/resources/constants";
import type { PlacedResource } from "../build-topology";
import type { Topology } from "../schemas";
import {
  APP_WORDS,
  CATEGORIES,
  FILLERS,
  LAYER_WORDS,
  NAME_WORDS,
  RELATIONS,
  type RelationWords,
} from "./words";

/** What a stretch of a question means. */
export type Meaning =
  | { kind: "name"; word: string; nodes: readonly string[] }
  | { kind: "product"; word: string; products: readonly string[] }
  | { kind: "layer"; layer: Layer }
  | { kind: "zone"; zone: string }
  | { kind: "app"; app: string }
  | { kind: "relation"; relation: RelationWords }
  | { kind: "filler" };

export type Vocabulary = ReadonlyMap<string, Meaning>;

const CHINESE_DIGITS = "一二三四五六七八九";

/** All phrases that a question may use, lower case. Of two meanings the one that is put in first stands. */
export function buildVocabulary(topology: Topology, placed: readonly PlacedResource[]): Vocabulary {
  const words = new Map<string, Meaning>();
  const add = (word: string, meaning: Meaning) => {
    const key = word.normalize("NFKC").trim().toLowerCase();
    if (key !== "" && !words.has(key)) words.set(key, meaning);
  };
  for (const relation of RELATIONS)
    for (const word of relation.words) add(word, { kind: "relation", relation });
  addApps(placed, add);
  addZones(placed, add);
  for (const { id } of topology.nodes) add(id, { kind: "name", word: id, nodes: [id] });
  for (const node of topology.nodes)
    for (const id of node.resources) add(id, { kind: "name", word: id, nodes: [node.id] });
  addCategories(add);
  for (const layer of LAYERS) for (const word of LAYER_WORDS[layer]) add(word, { kind: "layer", layer });
  for (const { id, title, synonyms, own } of PRODUCTS)
    if (own !== true)
      for (const word of [id, title.en, title.zh, ...synonyms, `${id}s`, ...synonyms.map(plural)])
        add(word, { kind: "product", word: title.en, products: [id] });
  addParts(topology, words, add);
  for (const word of FILLERS) add(word, { kind: "filler" });
  return words;
}

type Add = (word: string, meaning: Meaning) => void;

const plural = (word: string): string => (/[a-z]$/.test(word) ? `${word}s` : word);

function addApps(placed: readonly PlacedResource[], add: Add): void {
  for (const app of new Set(placed.flatMap((one) => one.app ?? [])))
    for (const word of [app, ...(APP_WORDS[app] ?? [])]) add(word, { kind: "app", app });
}

/** `zone-b` is also zone b, zone 2 (by name order), b 区, 二区 and 可用区 2. */
function addZones(placed: readonly PlacedResource[], add: Add): void {
  const zones = [...new Set(placed.flatMap((one) => one.zone ?? []))].sort();
  for (const [i, zone] of zones.entries()) {
    const short = zone.replace(/^.*[-_. ]/, "");
    const names = [short, String(i + 1), CHINESE_DIGITS[i] ?? ""].filter((name) => name !== "");
    add(zone, { kind: "zone", zone });
    for (const name of names)
      for (const word of [
        `zone ${name}`,
        `zone-${name}`,
        `zone${name}`,
        `az ${name}`,
        `az-${name}`,
        `az${name}`,
        `${name}区`,
        `${name} 区`,
        `${name}可用区`,
        `可用区${name}`,
        `可用区 ${name}`,
      ])
        add(word, { kind: "zone", zone });
  }
}

function addCategories(add: Add): void {
  const known = new Set(PRODUCTS.map(({ id }) => id));
  for (const { words, products } of CATEGORIES) {
    const there = products.filter((id) => known.has(id));
    if (there.length > 0)
      for (const word of words.flatMap((one) => [one, plural(one)]))
        add(word, { kind: "product", word: words[0] ?? word, products: there });
  }
}

/** Parts of names: `pay` of `mysql-pay`; the node that is named so alone comes before those that only contain it. */
function addParts(topology: Topology, words: ReadonlyMap<string, Meaning>, add: Add): void {
  const nodesOf = new Map<string, string[]>();
  for (const { id } of topology.nodes)
    for (const part of new Set(id.toLowerCase().split(/[-_.]/)))
      // One letter is a zone, digits are an index.
      if (part.length > 1 && !/^\d+$/.test(part)) nodesOf.set(part, [...(nodesOf.get(part) ?? []), id]);
  for (const [part, nodes] of nodesOf) {
    const alone = words.get(part);
    const meaning: Meaning = alone?.kind === "name" ? alone : { kind: "name", word: part, nodes };
    add(part, meaning);
    for (const word of NAME_WORDS[part] ?? []) add(word, meaning);
  }
}
