/** The timeline with this metric of this resource; around the moment that is shown, where it is not now. */
export function metricHref(metric: string, resource: string, at: number | null = null): string {
  const query = new URLSearchParams({ add: `${metric}{resource=${JSON.stringify(resource)}}` });
  if (at !== null) for (const [name, value] of Object.entries(around(at))) query.set(name, value);
  return `/timeline?${query.toString()}`;
}

/** Half an hour on both sides: what led there, and what came of it. Our choice. */
const AROUND_MS = 1_800_000;
const around = (at: number) => ({ from: String(at - AROUND_MS), to: String(at + AROUND_MS) });
