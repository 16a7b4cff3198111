const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

interface DigitsRule {
  length: number;
  base: 8 | 16;
  max: number;
}

const BYTE_MAX = 255;
const RUNE_MAX = 0x10_ff_ff;
const HEX_RULES: Readonly<Record<string, DigitsRule>> = {
  x: { length: 2, base: 16, max: BYTE_MAX },
  u: { length: 4, base: 16, max: RUNE_MAX },
  U: { length: 8, base: 16, max: RUNE_MAX },
};
const OCTAL: DigitsRule = { length: 3, base: 8, max: BYTE_MAX };

type Unquoted = { value: string; error?: undefined } | { value?: undefined; error: string };

class EscapeFault extends Error {}

/**
 * The value of a quoted literal, quotes included in `raw`. Backticks take everything as it stands; the other two know
 * Go's escapes (\a … \v, \ooo, \xhh, \uhhhh, \Uhhhhhhhh). Escapes \ooo and \xhh are bytes of UTF-8.
 *
 * @returns an error in Prometheus' words (`promql/parser/lex.go`, lexEscape) when an escape is not valid.
 */
export function unquote(raw: string): Unquoted {
  const quote = raw.charAt(0);
  const body = raw.slice(1, -1);
  if (quote === "`" || !body.includes("\\")) return { value: body };
  try {
    return { value: unescape(body, quote) };
  } catch (error) {
    if (error instanceof EscapeFault) return { error: error.message };
    throw error;
  }
}

function unescape(body: string, quote: string): string {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  let at = 0;
  while (at < body.length) {
    const next = body.indexOf("\\", at);
    bytes.push(...encoder.encode(body.slice(at, next < 0 ? body.length : next)));
    if (next < 0) break;
    const { value, end } = readEscape(body, next + 1, quote);
    if (typeof value === "number") bytes.push(value);
    else bytes.push(...encoder.encode(value));
    at = end;
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

interface Escape {
  /** A number is one byte. */
  value: string | number;
  end: number;
}

function readEscape(body: string, at: number, quote: string): Escape {
  const letter = body.charAt(at);
  const simple = SIMPLE_ESCAPES[letter];
  const otherQuote = (letter === "'" || letter === '"') && letter !== quote;
  if (simple !== undefined && !otherQuote) return { value: simple, end: at + 1 };
  const hex = HEX_RULES[letter];
  if (hex !== undefined) return readDigits(body, at + 1, hex);
  if (/[0-7]/.test(letter)) return readDigits(body, at, OCTAL);
  throw new EscapeFault(`unknown escape sequence ${goRune(letter)}`);
}

function readDigits(body: string, at: number, { length, base, max }: DigitsRule): Escape {
  let code = 0;
  for (let i = at; i < at + length; i++) {
    const digit = Number.parseInt(body.charAt(i), base);
    if (i >= body.length) throw new EscapeFault("escape sequence not terminated");
    if (Number.isNaN(digit)) {
      throw new EscapeFault(`illegal character ${goRune(body.charAt(i))} in escape sequence`);
    }
    code = code * base + digit;
  }
  if (code > max || (code >= 0xd800 && code < 0xe000)) {
    throw new EscapeFault("escape sequence is an invalid Unicode code point");
  }
  return { value: max === BYTE_MAX ? code : String.fromCodePoint(code), end: at + length };
}

/** As Go's %#U: `U+0067 'g'`. */
function goRune(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${hex} '${char}'`;
}
