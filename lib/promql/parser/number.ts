import { parseGoFloat } from "../go-float";

const HEXADECIMAL = /^0[xX][0-9a-fA-F]+$/;
const OCTAL = /^0[0-7]+$/;

/**
 * A number of PromQL: integers as Go's `strconv.ParseInt` with base 0 reads them (`0x1F`, and `010` is eight), all else
 * as its `ParseFloat` does. Underscores between digits count for nothing.
 *
 * @returns undefined when it is none.
 * @see Prometheus `promql/parser/parse.go`, number
 */
export function parseNumber(text: string): number | undefined {
  const digits = text.replaceAll("_", "");
  const isOctal = OCTAL.test(digits);
  if (!isOctal && !HEXADECIMAL.test(digits)) return parseGoFloat(digits);
  const integer = BigInt(isOctal ? `0o${digits}` : digits);
  // What a 64-bit integer does not hold is read as a decimal fraction, which a hexadecimal number is not.
  return integer < 2n ** 63n ? Number(integer) : parseGoFloat(digits);
}
