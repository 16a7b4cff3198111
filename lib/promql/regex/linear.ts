import { RegexSyntaxError, type RegexNode } from "./node";

interface State {
  /** Undefined: passed without a character, when `holds` allows. */
  char: ((char: string) => boolean) | undefined;
  holds: ((text: string, at: number) => boolean) | undefined;
  next: number[];
}

/** RE2 refuses programs that grow past its memory; this bound keeps ours below a few megabytes. */
const STATES_MAX = 20_000;

/**
 * Thompson's construction: follows all ways through the expression at once, so the time is the length of the text times
 * the number of states, whatever the expression. Slower than the built-in matcher on harmless expressions.
 */
export class LinearMatcher {
  private readonly states: State[] = [];
  private readonly start: number;
  private readonly accept: number;

  constructor(node: RegexNode) {
    this.accept = this.addState({});
    this.start = this.build(node, this.accept);
  }

  /** Whether the whole text fits. */
  test(text: string): boolean {
    let current = this.reach([this.start], text, 0);
    let at = 0;
    for (const char of text) {
      at += char.length;
      const moved: number[] = [];
      for (const index of current) {
        const state = this.states[index];
        if (state?.char?.(char) === true) moved.push(...state.next);
      }
      if (moved.length === 0) return false;
      current = this.reach(moved, text, at);
    }
    return current.has(this.accept);
  }

  /** Every state that can be entered at this place without reading a character. */
  private reach(from: readonly number[], text: string, at: number): Set<number> {
    const seen = new Set<number>();
    const todo = [...from];
    for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
      if (seen.has(index)) continue;
      seen.add(index);
      const state = this.states[index];
      if (state === undefined || state.char !== undefined) continue;
      if (state.holds?.(text, at) ?? true) todo.push(...state.next);
    }
    return seen;
  }

  private addState(given: Partial<State>): number {
    if (this.states.length >= STATES_MAX) {
      throw new RegexSyntaxError("error parsing regexp: expression nests too deeply or is too large");
    }
    this.states.push({ char: undefined, holds: undefined, next: [], ...given });
    return this.states.length - 1;
  }

  /** Adds the states of a node that lead on to `next`; returns the entry. */
  private build(node: RegexNode, next: number): number {
    switch (node.kind) {
      case "char":
        return this.addState({ char: remembered(node.source), next: [next] });
      case "assertion":
        return this.addState({ holds: placeTest(node.source), next: [next] });
      case "sequence":
        return node.parts.reduceRight((entry, part) => this.build(part, entry), next);
      case "choice":
        return this.addState({ next: node.options.map((option) => this.build(option, next)) });
      case "capture":
        return this.build(node.node, next);
      case "repeat":
    }
    return this.buildRepeat(node.node, node.min, node.max, next);
  }

  private buildRepeat(node: RegexNode, min: number, max: number, next: number): number {
    let entry = next;
    if (max === Number.POSITIVE_INFINITY) {
      entry = this.addState({ next: [next] });
      const body = this.build(node, entry);
      this.states[entry]?.next.push(body);
    } else {
      for (let i = min; i < max; i++) entry = this.addState({ next: [next, this.build(node, entry)] });
    }
    for (let i = 0; i < min; i++) entry = this.build(node, entry);
    return entry;
  }
}

/** Whether a character fits, asked once for each character that turns up. */
function remembered(source: string): (char: string) => boolean {
  const regex = new RegExp(`^${source}$`, "u");
  const known = new Map<string, boolean>();
  return (char) => {
    let fits = known.get(char);
    if (fits === undefined) {
      fits = regex.test(char);
      known.set(char, fits);
    }
    return fits;
  };
}

function placeTest(source: string): (text: string, at: number) => boolean {
  const regex = new RegExp(source, "uy");
  return (text, at) => {
    regex.lastIndex = at;
    return regex.test(text);
  };
}
