import { goQuote } from "../go-quote";
import { InvalidError } from "@/lib/core/errors";

/** A fault of the text at an offset; the parser's door turns it into an InvalidError with line and column. */
export class SyntaxFault extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

export function nameTwice(first: string, second: string): string {
  return `metric name must not be set twice: ${goQuote(first)} or ${goQuote(second)}`;
}

/** `1:5`: the line and the column of an offset, both from 1. Columns count bytes of UTF-8, as Prometheus' do. */
export function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const inLine = before.slice(before.lastIndexOf("\n") + 1);
  return `${line}:${new TextEncoder().encode(inLine).length + 1}`;
}

/** `1:5: parse error: …`, as Prometheus words it; `place` holds `1:5`. */
export function toParseError(text: string, fault: SyntaxFault): InvalidError {
  const place = placeOf(text, fault.offset);
  return new InvalidError(`${place}: parse error: ${fault.message}`, { place });
}
