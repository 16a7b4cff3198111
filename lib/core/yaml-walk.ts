import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";

/** A fault of a file. Line and column count from 1. */
export interface FileFault {
  line: number;
  column: number;
  message: string;
}

export interface Field {
  key: string;
  keyNode: Node;
  value: Node | null;
}

/** Aliases of one file: each is looked for in the whole of it. Enough for shared labels. Our choice. */
const ALIASES_MAX = 100;

/** A parsed YAML text, read field by field; what does not fit is noted with its place and the walk goes on. */
export class YamlWalk {
  readonly faults: FileFault[] = [];
  readonly root: Node | null;
  readonly #lines = new LineCounter();
  readonly #document: Document;
  #aliases = 0;

  constructor(readonly text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const { pos, message } of this.#document.errors) this.faultAt(pos[0], `not YAML: ${message}`);
    this.root = this.#document.errors.length === 0 ? this.#document.contents : null;
  }

  /** Line and column of an offset in the text. */
  place(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(Math.min(offset, this.text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  faultAt(offset: number, message: string): void {
    this.faults.push({ ...this.place(offset), message });
  }

  fault(node: Node | null, message: string): void {
    this.faultAt(node?.range?.[0] ?? 0, message);
  }

  /** The fields of a mapping, or null after a note. `null` (nothing written) is an empty mapping, as in Go. */
  fields(node: Node | null, what: string, known?: readonly string[]): Field[] | null {
    const found = this.#resolve(node);
    if (found === null || (isScalar(found) && found.value === null)) return [];
    if (!isMap<Node, Node | null>(found)) {
      this.fault(found, `${what} must be a mapping of names to values`);
      return null;
    }
    return found.items.flatMap(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : null;
      if (name === null || (known && !known.includes(name))) {
        const fields = known ? `; it may have ${known.join(", ")}` : "";
        this.fault(key, `${what} has no field ${JSON.stringify(name ?? "")}${fields}`);
        return [];
      }
      return [{ key: name, keyNode: key, value: this.#resolve(value) }];
    });
  }

  /** The entries of a list, or null after a note. */
  entries(node: Node | null, what: string): (Node | null)[] | null {
    if (node === null || (isScalar(node) && node.value === null)) return [];
    if (isSeq<Node | null>(node)) return node.items.map((item) => this.#resolve(item));
    this.fault(node, `${what} must be a list`);
    return null;
  }

  /** A text. Numbers and truth values are taken as they are written, as Go does; null after a note. */
  scalar(node: Node | null, what: string): string | null {
    if (!isScalar(node)) {
      this.fault(node, `${what} must be a text`);
      return null;
    }
    if (typeof node.value === "string") return node.value;
    return node.value === null ? "" : (node.source ?? "");
  }

  /**
   * Where in the file a position of a scalar's value lies: exactly for values that stand there as they are (plain,
   * quoted without escapes, or literal blocks), else where the scalar begins.
   */
  offsetIn(node: Node, value: string, line: number, column: number): number {
    const [start, end] = node.range ?? [0, 0];
    const raw = this.text.slice(start, end);
    // The text of a block begins in the line after its header.
    const index = line - 1 + (/^[|>]/.test(raw) ? 1 : 0);
    const rawLines = raw.split("\n");
    const wanted = value.split("\n")[line - 1] ?? "";
    const found = rawLines[index]?.indexOf(wanted) ?? -1;
    if (found < 0) return start;
    const before = rawLines.slice(0, index).reduce((sum, text) => sum + text.length + 1, 0);
    return start + before + found + column - 1;
  }

  #resolve(node: Node | null): Node | null {
    if (!isAlias(node)) return node;
    this.#aliases += 1;
    if (this.#aliases > ALIASES_MAX) {
      if (this.#aliases === ALIASES_MAX + 1)
        this.fault(node, `the file has more than ${ALIASES_MAX} aliases`);
      return null;
    }
    return node.resolve(this.#document) ?? null;
  }
}
