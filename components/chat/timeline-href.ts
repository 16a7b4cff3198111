/** Address of the timeline that shows an expression over a span (Unix ms). */
export function timelineHref(promql: string, from: number, to: number): string {
  const query = new URLSearchParams({ from: String(from), to: String(to), add: promql });
  return `/timeline?${query.toString()}`;
}
