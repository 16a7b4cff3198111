import type { Correction } from "../plan";
import type { Lexicon } from "./lexicon";
import { correctSpelling } from "./nearest";
import type { Concept } from "./words";

export interface Token {
  start: number;
  end: number;
  text: string;
  concepts: readonly Concept[];
}

export interface Tokens {
  tokens: Token[];
  /** Runs of text that no phrase covers. */
  unknown: string[];
}

/** Stands where a part was read already (a time, a threshold); never a letter, so words do not run together over it. */
export const TAKEN = "\u0001";

const LATIN = /[a-z0-9_]/;
const WORD = /[a-z][a-z0-9'_-]*/g;

/** Replaces each Latin word that is a slip of a known one. Names with digits or joints are left alone. */
export function correctWords(text: string, lexicon: Lexicon): { text: string; corrections: Correction[] } {
  const corrections: Correction[] = [];
  const fixed = text.replaceAll(WORD, (word) => {
    if (/[0-9_-]/.test(word)) return word;
    const better = correctSpelling(word, lexicon.vocabulary);
    if (better === null) return word;
    corrections.push({ from: word, to: better });
    return better;
  });
  return { text: fixed, corrections };
}

/** A phrase may not begin or end inside a Latin word; Chinese needs no such border. */
function isWhole(text: string, start: number, end: number): boolean {
  const joined = (left: string | undefined, right: string | undefined) =>
    left !== undefined && right !== undefined && LATIN.test(left) && LATIN.test(right);
  return !joined(text[start - 1], text[start]) && !joined(text[end - 1], text[end]);
}

function longestAt(text: string, start: number, lexicon: Lexicon): Token | null {
  for (let end = Math.min(text.length, start + lexicon.longest); end > start; end--) {
    const phrase = text.slice(start, end);
    const concepts = lexicon.phrases.get(phrase);
    if (concepts && isWhole(text, start, end)) return { start, end, text: phrase, concepts };
  }
  return null;
}

/**
 * A joined word of which some part is not known (`mysql-order-9`) is a name as a whole: reading only its known beginning
 * would answer about another thing.
 */
function unknownNameAt(text: string, start: number, lexicon: Lexicon): string | null {
  if (start > 0 && /[a-z0-9_-]/.test(text[start - 1] ?? "")) return null;
  const name = /^[a-z][a-z0-9_]*(?:-[a-z0-9_]+)+/.exec(text.slice(start))?.[0];
  if (name === undefined || lexicon.phrases.has(name)) return null;
  const known = name.split("-").every((part) => lexicon.phrases.has(part));
  return known ? null : name;
}

/** Cuts a normalised text into the longest known phrases, left to right. */
export function tokenise(text: string, lexicon: Lexicon): Tokens {
  const tokens: Token[] = [];
  const unknown: string[] = [];
  let run = "";
  const endRun = () => {
    if (run.trim() !== "") unknown.push(run.trim());
    run = "";
  };
  for (let at = 0; at < text.length;) {
    const c = text[at] ?? "";
    const name = unknownNameAt(text, at, lexicon);
    const token = c === " " || c === TAKEN || name !== null ? null : longestAt(text, at, lexicon);
    if (token) {
      endRun();
      tokens.push(token);
      at = token.end;
      continue;
    }
    // A Latin word is unknown as a whole, not letter by letter.
    const word = name ?? /^[a-z0-9_.%'-]+/.exec(text.slice(at))?.[0] ?? c;
    const parts = c === " " || c === TAKEN || c === "-" || c === "/";
    if (parts) endRun();
    else run += word;
    at += parts ? 1 : Math.max(1, word.length);
  }
  endRun();
  return { tokens, unknown };
}
