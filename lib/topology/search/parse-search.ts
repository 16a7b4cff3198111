import type { Layer } from "@/lib/resources/constants";
import type { Meaning, Vocabulary } from "./vocabulary";
import type { RelationWords } from "./words";

type Thing = Extract<Meaning, { kind: "name" | "product" }>;

export interface Relation {
  direction: "dependencies" | "dependants";
  direct: boolean;
  of: Thing;
}

/** A question as it was understood: all that is set must fit. */
export interface Search {
  products: { word: string; products: readonly string[] } | null;
  names: readonly string[];
  layer: Layer | null;
  zone: string | null;
  app: string | null;
  relations: readonly Relation[];
  /** Words that mean nothing here, as they were written. */
  notUnderstood: readonly string[];
}

interface Token {
  text: string;
  meaning: Meaning | null;
}

const WORD = /[\p{L}\p{N}_-]/u;
const CJK = /\p{Script=Han}/u;

/** Longest phrases first; a phrase of letters stands between word boundaries, Chinese runs on. */
function tokenise(question: string, vocabulary: Vocabulary): Token[] {
  const text = question.normalize("NFKC").toLowerCase();
  const longest = Math.max(0, ...[...vocabulary.keys()].map((key) => key.length));
  const tokens: Token[] = [];
  for (let i = 0; i < text.length;) {
    const token = phraseAt(text, i, longest, vocabulary);
    if (token) {
      tokens.push(token);
      i += token.text.length;
    } else if (WORD.test(text[i] ?? "")) {
      const unknown = unknownAt(text, i);
      tokens.push({ text: unknown, meaning: null });
      i += unknown.length;
    } else i += 1;
  }
  return tokens;
}

function phraseAt(text: string, at: number, longest: number, vocabulary: Vocabulary): Token | null {
  for (let length = Math.min(longest, text.length - at); length > 0; length--) {
    const phrase = text.slice(at, at + length);
    const meaning = vocabulary.get(phrase);
    if (meaning && standsAlone(text, at, at + length)) return { text: phrase, meaning };
  }
  return null;
}

const isLatin = (character: string | undefined): boolean =>
  character !== undefined && WORD.test(character) && !CJK.test(character);

const standsAlone = (text: string, from: number, to: number): boolean =>
  !(isLatin(text[from]) && isLatin(text[from - 1])) && !(isLatin(text[to - 1]) && isLatin(text[to]));

/** To the end of the word; a Chinese character alone. */
function unknownAt(text: string, at: number): string {
  if (!isLatin(text[at])) return text[at] ?? "";
  let end = at;
  while (end < text.length && isLatin(text[end])) end += 1;
  return text.slice(at, end);
}

/** Reads a question in English or Chinese by the words of the vocabulary. Pure. */
export function parseSearch(question: string, vocabulary: Vocabulary): Search {
  const tokens = tokenise(question, vocabulary).filter(({ meaning }) => meaning?.kind !== "filler");
  const used = new Set<number>();
  const relations: Relation[] = [];
  const lost: number[] = [];
  for (const [i, { meaning }] of tokens.entries()) {
    if (meaning?.kind !== "relation") continue;
    const relation = bind(tokens, i, meaning.relation, used);
    if (relation) relations.push(relation);
    else lost.push(i);
  }
  const rest = tokens.filter((_, i) => !used.has(i)).map(({ meaning }) => meaning);
  const products = rest.flatMap((one) => (one?.kind === "product" ? [one] : []));
  return {
    products:
      products.length === 0
        ? null
        : {
            word: products.map(({ word }) => word).join(", "),
            products: [...new Set(products.flatMap((one) => one.products))],
          },
    names: rest.flatMap((one) => (one?.kind === "name" ? [one.word] : [])),
    layer: rest.flatMap((one) => (one?.kind === "layer" ? [one.layer] : []))[0] ?? null,
    zone: rest.flatMap((one) => (one?.kind === "zone" ? [one.zone] : []))[0] ?? null,
    app: rest.flatMap((one) => (one?.kind === "app" ? [one.app] : []))[0] ?? null,
    relations,
    notUnderstood: joinNeighbours(tokens, lost),
  };
}

/** Finds the node that a relation is about, and marks it as used. */
function bind(
  tokens: readonly Token[],
  at: number,
  { direction, of, direct }: RelationWords,
  used: Set<number>,
): Relation | null {
  const thingAt = (i: number): Thing | null => {
    const meaning = used.has(i) ? undefined : tokens[i]?.meaning;
    return meaning?.kind === "name" || meaning?.kind === "product" ? meaning : null;
  };
  const take = (i: number, to: Relation["direction"]): Relation | null => {
    const thing = thingAt(i);
    if (thing) used.add(i);
    return thing && { direction: to, direct, of: thing };
  };
  const before = findLast(at, (i) => thingAt(i) !== null);
  if (of === "before") return before === null ? null : take(before, direction);
  if (of === "either" && thingAt(at + 1) === null)
    return before === null ? null : take(before, "dependencies");
  for (let i = at + 1; i < tokens.length; i++) if (thingAt(i)) return take(i, direction);
  return null;
}

function findLast(before: number, test: (i: number) => boolean): number | null {
  for (let i = before - 1; i >= 0; i--) if (test(i)) return i;
  return null;
}

/** Unknown words, Chinese characters that stand together as one, and relations that relate to nothing. */
function joinNeighbours(tokens: readonly Token[], lost: readonly number[]): string[] {
  const words: { text: string; end: number }[] = [];
  for (const [i, { text, meaning }] of tokens.entries()) {
    if (meaning !== null && !lost.includes(i)) continue;
    const last = words.at(-1);
    if (last?.end === i - 1 && CJK.test(text) && CJK.test(last.text)) {
      last.text += text;
      last.end = i;
    } else words.push({ text, end: i });
  }
  return words.map(({ text }) => text);
}
