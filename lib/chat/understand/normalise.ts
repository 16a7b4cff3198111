import { readChineseNumber, readNumber } from "./numerals";

const CJK = "\\u3400-\\u9fff";
const SPACE_BESIDE_CJK = new RegExp(`(?<=[${CJK}]) +| +(?=[${CJK}])`, "g");

const NUMERAL = "[零〇一二两三四五六七八九十百千万]+";
/** Words in which a numeral is not a number: they stay as they are. */
const FIXED = /统一|一样|一下|一些|一直|一共|一起|一旦|万一|唯一|同一|十分|哪一|一般|一致|第一/u;
const WEEKDAY_BEFORE = /(周|星期|礼拜)$/u;
const MEASURE_AFTER =
  /^(个|分|小时|钟|秒|天|周|星期|礼拜|月|点|台|次|条|名|大|%|倍|年|日|号|区|毫|兆|时|种|项|实例|半)/u;
const COUNT_BEFORE = /(前|超过|大于|小于|高于|低于|多于|少于|到|至|排名|top|可用区|分区)$/u;

/** `八十` in `超过八十%` and `三十` in `三十分钟` become digits; weekdays (`周五`) and fixed words do not. */
function replaceChineseNumbers(text: string): string {
  const percent = text.replace(
    new RegExp(`百分之(${NUMERAL}(?:点${NUMERAL})?|\\d+(?:\\.\\d+)?)`, "gu"),
    (whole, n: string) => {
      const value = /^\d/.test(n) ? Number(n) : readChineseNumber(n);
      return value === null ? whole : `${value}%`;
    },
  );
  return percent.replace(new RegExp(NUMERAL, "gu"), (numeral, at: number) => {
    const before = percent.slice(Math.max(0, at - 3), at);
    const after = percent.slice(at + numeral.length, at + numeral.length + 2);
    if (WEEKDAY_BEFORE.test(before) || FIXED.test(percent.slice(Math.max(0, at - 1), at + 2))) return numeral;
    if (!MEASURE_AFTER.test(after) && !COUNT_BEFORE.test(before)) return numeral;
    const value = readChineseNumber(numeral);
    return value === null ? numeral : String(value);
  });
}

/** Not `one`, which is a pronoun as often as a number. */
const NUMBER_WORD =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety)\b(?!-)/g;

/**
 * One spelling for what people type: NFKC folds full-width forms, case and repeated spaces go, punctuation that ends or
 * parts a question becomes a space, Chinese numerals that count become digits, and no space stands beside a Chinese
 * character (`MySQL 的 CPU` and `mysql的cpu` are one).
 */
export function normalise(question: string): string {
  const folded = question
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[‘’`´]/gu, "'")
    .replaceAll(/[—–−]/gu, "-")
    .replaceAll(/双十一/gu, "双11")
    .replaceAll(/双十二/gu, "双12")
    .replaceAll(/(\d),(?=\d{3}\b)/g, "$1")
    .replaceAll(/'s\b/g, " ")
    .replaceAll(/[?!,;"“”「」。、()[\]{}|]+/gu, " ")
    .replaceAll(/\.(?=\s|$)/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(SPACE_BESIDE_CJK, "");
  return replaceChineseNumbers(folded.replaceAll(NUMBER_WORD, (word) => String(readNumber(word) ?? word)));
}
