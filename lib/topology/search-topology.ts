import type { Context } from "@/lib/core/context";
import { readPlaced, readTopology } from "./read-topology";
import { searchQuerySchema, type SearchQuery, type SearchResult } from "./schemas";
import { interpret } from "./search/interpret";
import { parseSearch } from "./search/parse-search";
import { runSearch } from "./search/run-search";
import { buildVocabulary } from "./search/vocabulary";

/** Finds parts of the graph by a question in English or Chinese, such as "redis in zone 2 behind pay" or "支付后面的 redis". */
export async function searchTopology(ctx: Context, input: SearchQuery): Promise<SearchResult> {
  const { q, at = ctx.now() } = searchQuerySchema.parse(input);
  const [topology, placed] = await Promise.all([readTopology(ctx, { at }), readPlaced(ctx, at)]);
  const search = parseSearch(q, buildVocabulary(topology, placed));
  return {
    ...runSearch(search, topology, placed),
    interpretation: interpret(search),
    notUnderstood: [...search.notUnderstood],
  };
}
