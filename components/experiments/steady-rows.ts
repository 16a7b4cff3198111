import type { SteadyResult } from "@/lib/experiments/schemas";

export interface SteadyRow extends Pick<SteadyResult, "title" | "titleZh" | "expr"> {
  before?: SteadyResult;
  during?: SteadyResult;
  after?: SteadyResult;
}

/** One row per condition; of several looks at the same time of the run, the newest counts, as in the verdict. */
export function steadyRows(results: readonly SteadyResult[]): SteadyRow[] {
  const rows = new Map<string, SteadyRow>();
  for (const result of results) {
    const { title, titleZh, expr, when } = result;
    const row = rows.get(expr) ?? { title, titleZh, expr };
    const known = row[when];
    rows.set(expr, !known || result.at >= known.at ? { ...row, [when]: result } : row);
  }
  return [...rows.values()];
}
