import { InvalidError } from "@/lib/core/errors";

/** A fault of the text at an offset; the parser's door turns it into an InvalidError with line and column. */
export class SyntaxFault extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** `1:5: parse error: …`, as Prometheus words it; `place` holds `1:5`. */
export function toParseError(text: string, fault: SyntaxFault): InvalidError {
  const before = text.slice(0, fault.offset);
  const line = before.split("\n").length;
  const column = fault.offset - before.lastIndexOf("\n");
  const place = `${line}:${column}`;
  return new InvalidError(`${place}: parse error: ${fault.message}`, { place });
}
