import { PRODUCTS } from "@/lib/products/catalogue";

/** The timeline with this metric added to it. */
export function metricHref(name: string): string {
  return `/timeline?${new URLSearchParams({ add: name }).toString()}`;
}

/** The timeline with the first metric of the resource's product, of this resource alone; all of its series if it is no product of ours. */
export function resourceHref({ id, product }: { id: string; product: string }): string {
  const metric = PRODUCTS.find((known) => known.id === product)?.metrics.find(
    (known) => known.type === "gauge",
  );
  const selector = `{resource=${JSON.stringify(id)}}`;
  return metricHref(metric ? `${metric.name}${selector}` : selector);
}
