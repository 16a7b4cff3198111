const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const SCALES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

function readWhole(text: string): number | null {
  if (Array.from(text).every((c) => c in DIGITS)) return Number(Array.from(text, (c) => DIGITS[c]).join(""));
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const c of text) {
    const scale = SCALES[c];
    if (c in DIGITS) digit = DIGITS[c] ?? null;
    else if (scale !== undefined) {
      section += (digit ?? 1) * scale;
      digit = null;
    } else if (c === "万") {
      total += (section + (digit ?? 0)) * 10_000;
      section = 0;
      digit = null;
    } else return null;
  }
  return total + section + (digit ?? 0);
}

/** `三十五` is 35, `两千零八` 2008, `二〇二六` 2026, `九点五` 9.5; null when it is not a number. */
export function readChineseNumber(text: string): number | null {
  const [whole = "", fraction] = text.split("点");
  const value = whole === "" ? null : readWhole(whole);
  if (value === null || fraction === undefined) return value;
  const digits = Array.from(fraction, (c) => DIGITS[c]);
  return digits.includes(undefined) ? null : Number(`${value}.${digits.join("")}`);
}

const ENGLISH: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  couple: 2,
  "couple of": 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  "forty five": 45,
  sixty: 60,
  ninety: 90,
  half: 0.5,
  "half a": 0.5,
  "half an": 0.5,
};

/** Pattern of the English number words that `readNumber` knows, longest first. */
export const NUMBER_WORDS = Object.keys(ENGLISH)
  .sort((a, b) => b.length - a.length)
  .join("|");

/** Digits, or an English number word. */
export function readNumber(text: string): number | null {
  const value = ENGLISH[text.trim()] ?? Number(text);
  return Number.isFinite(value) ? value : null;
}
