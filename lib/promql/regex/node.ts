/** An RE2 expression, with its flags already written into the parts that they change. */
export type RegexNode =
  /** JavaScript source (flag `u`) that matches exactly one character. */
  | { kind: "char"; source: string }
  /** JavaScript source that matches a place, not a character. */
  | { kind: "assertion"; source: string }
  | { kind: "sequence"; parts: readonly RegexNode[] }
  | { kind: "choice"; options: readonly RegexNode[] }
  | { kind: "repeat"; node: RegexNode; min: number; max: number; lazy: boolean }
  | { kind: "capture"; name: string | null; node: RegexNode };

export class RegexSyntaxError extends Error {}

/** As JavaScript source for the flag `u`. */
export function toJs(node: RegexNode): string {
  switch (node.kind) {
    case "char":
    case "assertion":
      return node.source;
    case "sequence":
      return node.parts.map((part) => (part.kind === "choice" ? `(?:${toJs(part)})` : toJs(part))).join("");
    case "choice":
      return node.options.map(toJs).join("|");
    case "capture":
      return `(${node.name === null ? "" : `?<${node.name}>`}${toJs(node.node)})`;
    case "repeat":
  }
  const { min, max, lazy } = node;
  const inner =
    node.node.kind === "char" || node.node.kind === "capture" ? toJs(node.node) : `(?:${toJs(node.node)})`;
  return `${inner}{${min},${max === Number.POSITIVE_INFINITY ? "" : max}}${lazy ? "?" : ""}`;
}

/** Repeats at least this often count as open-ended. Our choice: ten tries of ten are still nothing. */
const MANY = 10;
/** So many open-ended repeats in a row cost at most the cube of a label's length. */
const OPEN_REPEATS_MAX = 3;

/**
 * Whether a backtracking matcher could take a time that grows faster than the cube of the text: a choice or a
 * repeat inside an open-ended repeat, or many open-ended repeats.
 */
export function mayBacktrack(node: RegexNode): boolean {
  let open = 0;
  const nested = (inner: RegexNode, within: boolean): boolean => {
    switch (inner.kind) {
      case "char":
      case "assertion":
        return false;
      case "sequence":
        return inner.parts.some((part) => nested(part, within));
      case "choice":
        return within || inner.options.some((option) => nested(option, within));
      case "capture":
        return nested(inner.node, within);
      case "repeat":
    }
    const isOpen = inner.max >= MANY;
    if (isOpen) open++;
    const isVague = inner.min !== inner.max;
    return (within && isVague) || open > OPEN_REPEATS_MAX || nested(inner.node, within || isOpen);
  };
  return nested(node, false);
}
