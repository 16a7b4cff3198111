import { InvalidError } from "@/lib/core/errors";
import { parseSeriesSelector } from "@/lib/promql/parse";
import { matcherTest } from "@/lib/promql/regex";

/** What of a resource a selector can ask for. */
export interface SelectableResource {
  id: string;
  product: string;
  app: string | null;
  layer: string | null;
  zone: string | null;
  cluster: string | null;
}

const LABELS = {
  resource: (one) => one.id,
  product: (one) => one.product,
  app: (one) => one.app ?? "",
  layer: (one) => one.layer ?? "",
  zone: (one) => one.zone ?? "",
  cluster: (one) => one.cluster ?? "",
} as const satisfies Record<string, (resource: SelectableResource) => string>;

const isLabel = (name: string): name is keyof typeof LABELS => Object.hasOwn(LABELS, name);

/**
 * Reads a selector of resources: label matchers as in PromQL, with or without braces. Regular expressions are RE2,
 * anchored at both ends.
 *
 * @returns the test that it does on a resource; a label that it lacks has the value "".
 * @throws InvalidError on a syntax error, a label that resources do not have, and when every resource would fit.
 */
export function parseResourceSelector(text: string): (resource: SelectableResource) => boolean {
  const written = text.trim();
  const matchers = parseSeriesSelector(written.startsWith("{") ? written : `{${written}}`);
  const tests = matchers.map((matcher) => {
    const { name } = matcher;
    if (!isLabel(name))
      throw new InvalidError(
        `resources have no label ${JSON.stringify(name)}; they have ${Object.keys(LABELS).join(", ")}`,
      );
    const test = matcherTest(matcher);
    return { fitsNothing: test(""), fits: (resource: SelectableResource) => test(LABELS[name](resource)) };
  });
  if (tests.every(({ fitsNothing }) => fitsNothing))
    throw new InvalidError("a selector needs a matcher that does not fit the empty value");
  return (resource) => tests.every(({ fits }) => fits(resource));
}

/** A selector of exactly this group of a product. */
export const groupSelector = (product: string, cluster: string): string =>
  `product=${JSON.stringify(product)},cluster=${JSON.stringify(cluster)}`;
