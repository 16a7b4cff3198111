import type { RegexNode } from "./node";

/** What a pattern says about its texts without being run. */
export type Literals =
  /** The pattern fits these texts and no other. */
  | { kind: "exact"; texts: readonly string[] }
  /** Each text that fits begins with one of these; "" says nothing. */
  | { kind: "prefixes"; texts: readonly string[] };

/** More alternatives than this are not spelled out. Dashboards join the chosen values of a variable: some hundred. */
const TEXTS_MAX = 2_000;

/** The one character that a source stands for, or null: `a`, `\.`, `[\.]`. */
function characterOf(source: string): string | null {
  const inner = /^\[(\\[^A-Za-z0-9])\]$/.exec(source)?.[1] ?? source;
  if (/^\\[^A-Za-z0-9]$/.test(inner)) return inner.charAt(1);
  return inner === String.fromCodePoint(inner.codePointAt(0) ?? 0) ? inner : null;
}

function product(heads: readonly string[], tails: readonly string[]): string[] | null {
  if (heads.length * tails.length > TEXTS_MAX) return null;
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}

/** All texts that a node fits, or null when they are not few or not known. */
function textsOf(node: RegexNode): readonly string[] | null {
  switch (node.kind) {
    case "char": {
      const character = characterOf(node.source);
      return character === null ? null : [character];
    }
    case "assertion":
      return null;
    case "capture":
      return textsOf(node.node);
    case "choice": {
      const options = node.options.map(textsOf);
      const texts = options.every((option) => option !== null) ? options.flat() : null;
      return texts !== null && texts.length <= TEXTS_MAX ? texts : null;
    }
    case "sequence": {
      let texts: readonly string[] | null = [""];
      for (const part of node.parts) {
        const next = textsOf(part);
        texts = texts === null || next === null ? null : product(texts, next);
      }
      return texts;
    }
    case "repeat":
  }
  const inner = node.max === 1 ? textsOf(node.node) : null;
  return inner === null ? null : node.min === 0 ? ["", ...inner] : inner;
}

/** Beginnings of all texts that a node fits. */
function prefixesOf(node: RegexNode): readonly string[] {
  const texts = textsOf(node);
  if (texts !== null) return texts;
  switch (node.kind) {
    case "capture":
      return prefixesOf(node.node);
    case "choice": {
      const prefixes = node.options.flatMap(prefixesOf);
      return prefixes.length <= TEXTS_MAX ? prefixes : [""];
    }
    case "repeat":
      return node.min > 0 ? prefixesOf(node.node) : [""];
    case "char":
    case "assertion":
      return [""];
    case "sequence":
  }
  let prefixes: readonly string[] = [""];
  for (const part of node.parts) {
    const whole = textsOf(part);
    const longer = product(prefixes, whole ?? prefixesOf(part));
    if (longer === null) return prefixes;
    prefixes = longer;
    if (whole === null) break;
  }
  return prefixes;
}

export function literalsOf(node: RegexNode): Literals {
  const texts = textsOf(node);
  if (texts !== null) return { kind: "exact", texts: [...new Set(texts)] };
  const prefixes = [...new Set(prefixesOf(node))];
  return { kind: "prefixes", texts: prefixes.includes("") ? [""] : prefixes };
}
