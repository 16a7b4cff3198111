import { describe, expect, it } from "vitest";
import { buildTopology, type PlacedResource } from "@/lib/topology/build-topology";
import { interpret } from "@/lib/topology/search/interpret";
import { parseSearch } from "@/lib/topology/search/parse-search";
import { runSearch } from "@/lib/topology/search/run-search";
import { buildVocabulary } from "@/lib/topology/search/vocabulary";

const make = (
  id: string,
  product: string,
  zone: string | null,
  cluster: string | null,
  dependsOn: string[] = [],
  app = "mall",
): PlacedResource => ({
  id,
  product,
  app,
  layer: product === "redis" ? "middleware" : product === "mysql" ? "data" : "business",
  zone,
  cluster,
  dependsOn,
});

const placed: readonly PlacedResource[] = [
  make("mall-pay", "business", null, null, ["tke-pay-a"]),
  make("tke-pay-a", "tke", "zone-a", "pay", ["mysql-pay-0", "tke-order-a"]),
  make("tke-pay-b", "tke", "zone-b", "pay", ["mysql-pay-0", "tke-order-a"]),
  make("tke-order-a", "tke", "zone-a", "order", ["mysql-order-0", "redis-stock-0"]),
  make("mysql-pay-0", "mysql", "zone-b", "mysql-pay"),
  make("mysql-order-0", "mysql", "zone-a", "mysql-order"),
  make("mysql-order-1", "mysql", "zone-b", "mysql-order"),
  make("redis-stock-0", "redis", "zone-b", "redis-stock"),
  make("redis-stock-1", "redis", "zone-a", "redis-stock"),
  make("redis-cart-0", "redis", "zone-b", "redis-cart"),
  make("tke-trade-a", "tke", "zone-a", "trade", [], "brokerage"),
];
const topology = buildTopology(
  placed,
  [{ client: "order", server: "ledger", callsPerS: 1, errorRatio: 0, p99S: null }],
  0,
);
const vocabulary = buildVocabulary(topology, placed);
const ask = (question: string) => {
  const search = parseSearch(question, vocabulary);
  return { ...runSearch(search, topology, placed), search, words: interpret(search) };
};

describe("associative search", () => {
  it.each([
    ["redis in zone 2 behind pay", ["redis-stock-0"]],
    ["Redis behind payment in zone-b", ["redis-stock-0"]],
    ["支付后面的 redis", ["redis-stock-0", "redis-stock-1"]],
    ["支付后面二区的redis", ["redis-stock-0"]],
    ["可用区 b 里的缓存", ["redis-cart-0", "redis-stock-0"]],
    ["databases of mall in zone-b", ["mysql-order-1", "mysql-pay-0"]],
    ["商城在b区的数据库", ["mysql-order-1", "mysql-pay-0"]],
    ["which databases does order call", ["mysql-order-0", "mysql-order-1"]],
    ["订单调用的数据库", ["mysql-order-0", "mysql-order-1"]],
    ["who calls mysql-pay", ["tke-pay-a", "tke-pay-b"]],
    ["谁调用 mysql-pay", ["tke-pay-a", "tke-pay-b"]],
    ["依赖 redis-stock 的服务", ["tke-order-a", "tke-pay-a", "tke-pay-b"]],
    ["services upstream of mysql-order", ["tke-order-a", "tke-pay-a", "tke-pay-b"]],
    ["data layer", ["mysql-order-0", "mysql-order-1", "mysql-pay-0"]],
    ["mysql order", ["mysql-order-0", "mysql-order-1"]],
    ["brokerage", ["tke-trade-a"]],
  ])("%s", (question, resources) => {
    const answer = ask(question);
    expect(answer.search.notUnderstood).toEqual([]);
    expect(answer.resources).toEqual(resources);
  });

  it("follows calls to strangers that the inventory does not know", () => {
    expect(ask("what does order call").nodes).toEqual(["ledger", "mysql-order", "redis-stock"]);
  });

  it("tells what was understood, in both languages", () => {
    expect(ask("redis in zone 2 behind pay").words).toEqual({
      en: "Redis in zone-b that pay needs, directly or not",
      zh: "位于 zone-b 的被 pay 直接或间接依赖的Redis",
    });
  });

  it("names what it does not understand, and answers without it", () => {
    const answer = ask("purple redis in zone 9");
    expect(answer.search.notUnderstood).toEqual(["purple", "zone", "9"]);
    expect(answer.resources).toHaveLength(3);
    expect(ask("紫色的 redis").search.notUnderstood).toEqual(["紫色"]);
  });

  it("finds nothing when nothing was understood, and says so", () => {
    const answer = ask("qwerty asdf");
    expect(answer).toMatchObject({ nodes: [], resources: [] });
    expect(answer.words.en).toBe("Nothing was understood.");
    expect(ask("behind").search.notUnderstood).toEqual(["behind"]);
  });

  it("takes a name within a longer word for no name", () => {
    expect(ask("payroll").search.notUnderstood).toEqual(["payroll"]);
  });
});
