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

const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * The value of a quoted literal, quotes included in `raw`. Backticks take everything as it stands; the other two know
 * Go's escapes (\a … \v, \ooo, \xhh, \uhhhh, \Uhhhhhhhh). Escapes \ooo and \xhh are bytes of UTF-8.
 *
 * @returns undefined when an escape is not valid.
 */
export function unquote(raw: string): string | undefined {
  const quote = raw.charAt(0);
  const body = raw.slice(1, -1);
  if (quote === "`" || !body.includes("\\")) return body;
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  let at = 0;
  while (at < body.length) {
    const next = body.indexOf("\\", at);
    const plain = body.slice(at, next < 0 ? body.length : next);
    bytes.push(...encoder.encode(plain));
    if (next < 0) break;
    const escape = readEscape(body, next + 1, quote);
    if (escape === undefined) return undefined;
    if (typeof escape.value === "number") bytes.push(escape.value);
    else bytes.push(...encoder.encode(escape.value));
    at = escape.end;
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

interface Escape {
  /** A number is one byte. */
  value: string | number;
  end: number;
}

function readEscape(body: string, at: number, quote: string): Escape | undefined {
  const letter = body.charAt(at);
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined) {
    if ((letter === "'" || letter === '"') && letter !== quote) return undefined;
    return { value: simple, end: at + 1 };
  }
  const hexLength = HEX_LENGTH[letter];
  if (hexLength !== undefined) {
    const digits = body.slice(at + 1, at + 1 + hexLength);
    if (digits.length !== hexLength || !/^[0-9a-fA-F]+$/.test(digits)) return undefined;
    const code = Number.parseInt(digits, 16);
    const end = at + 1 + hexLength;
    if (letter === "x") return { value: code, end };
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    return code > 0x10_ff_ff || surrogate ? undefined : { value: String.fromCodePoint(code), end };
  }
  const octal = body.slice(at, at + 3);
  if (!/^[0-7]{3}$/.test(octal)) return undefined;
  const byte = Number.parseInt(octal, 8);
  return byte > 255 ? undefined : { value: byte, end: at + 3 };
}
