/** The timeline with this metric added to it. */
export function metricHref(name: string): string {
  return `/timeline?${new URLSearchParams({ add: name }).toString()}`;
}
