import type { Span } from "../ast";
import { placeOf } from "../parser/errors";

/** What a query's author should know of its answer, in the words of Prometheus; neither changes a value. */
export interface QueryNotes {
  warnings: readonly string[];
  infos: readonly string[];
}

/** Prometheus gives at most ten of each kind and counts the rest. Source: `web/api/v1/api.go`, AsStrings(query, 10, 10). */
const NOTES_MAX = 10;

/**
 * Collects the notes of one query. The same text at the same place counts once.
 *
 * @see Prometheus 3.0 `util/annotations/annotations.go`
 */
export class Annotations {
  private readonly warnings = new Set<string>();
  private readonly infos = new Set<string>();

  /** @param text of the query; null when only its tree is known, and places then cannot be told */
  constructor(private readonly text: string | null) {}

  warn(message: string, { start }: Span): void {
    this.warnings.add(`PromQL warning: ${message}${this.place(start)}`);
  }

  info(message: string, { start }: Span): void {
    this.infos.add(`PromQL info: ${message}${this.place(start)}`);
  }

  notes(): QueryNotes {
    return { warnings: limited(this.warnings, "warning"), infos: limited(this.infos, "info") };
  }

  private place(offset: number): string {
    return this.text === null ? "" : ` (${placeOf(this.text, offset)})`;
  }
}

function limited(notes: ReadonlySet<string>, kind: string): string[] {
  const all = [...notes];
  if (all.length <= NOTES_MAX) return all;
  return [...all.slice(0, NOTES_MAX), `${all.length - NOTES_MAX} more ${kind} annotations omitted`];
}
