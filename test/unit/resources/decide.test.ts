import { describe, expect, it } from "vitest";
import type { ObservedResource } from "@/db/schema/resources";
import {
  decideObserved,
  FORGET_AFTER_MS,
  GONE_AFTER_MS,
  LAST_SEEN_EVERY_MS,
} from "@/lib/resources/discovery/decide";
import type { Part, SeenResource } from "@/lib/resources/discovery/read-observed";
import { NOW, observed } from "./world";

const sight = (id: string, over: Partial<SeenResource> = {}): SeenResource => ({
  id,
  product: "mysql",
  job: null,
  instance: null,
  attributes: { zone: ["zone-a"] },
  ...over,
});
const decide = (known: ObservedResource[], seen: SeenResource[], now = NOW, failed: Part[] = []) =>
  decideObserved(
    new Map(known.map((row) => [row.id, row])),
    {
      resources: new Map(seen.map((one) => [one.id, one])),
      failures: failed.map((part) => ({ part, reason: "too large" })),
    },
    now,
  );
const known = (over: Partial<ObservedResource> = {}) =>
  observed("a", { attributes: { zone: ["zone-a"] }, lastSeenAt: new Date(NOW), ...over });

describe("decideObserved", () => {
  it("writes what appears", () => {
    const { rows, changes } = decide([], [sight("a")]);
    expect(rows).toMatchObject([{ id: "a", state: "seen", firstSeenAt: new Date(NOW) }]);
    expect(changes).toEqual([{ id: "a", change: "appeared" }]);
  });

  it("writes nothing while nothing changes, and the time now and then", () => {
    expect(decide([known()], [sight("a")], NOW + 60_000).rows).toEqual([]);
    const due = decide([known()], [sight("a")], NOW + LAST_SEEN_EVERY_MS);
    expect(due.rows).toMatchObject([{ lastSeenAt: new Date(NOW + LAST_SEEN_EVERY_MS) }]);
    expect(due.changes).toEqual([]);
  });

  it("does not take another order of values for a change", () => {
    const both = known({ attributes: { zone: ["zone-a", "zone-b"] } });
    expect(decide([both], [sight("a", { attributes: { zone: ["zone-b", "zone-a"] } })]).changes).toEqual([]);
  });

  it("goes from seen over stale to gone, keeps the time it was seen, and comes back", () => {
    const stale = decide([known()], [], NOW + 1);
    expect(stale.rows).toMatchObject([{ state: "stale", lastSeenAt: new Date(NOW) }]);
    expect(decide(stale.rows, [], NOW + GONE_AFTER_MS - 1).changes).toEqual([]);
    const gone = decide(stale.rows, [], NOW + GONE_AFTER_MS);
    expect(gone.changes).toEqual([{ id: "a", change: "gone" }]);
    expect(decide(gone.rows, [], NOW + GONE_AFTER_MS + 1).changes).toEqual([]);
    const back = decide(gone.rows, [sight("a")], NOW + GONE_AFTER_MS + 2);
    expect(back.rows).toMatchObject([{ state: "seen", firstSeenAt: known().firstSeenAt }]);
    expect(back.changes).toEqual([{ id: "a", change: "returned" }]);
  });

  it("forgets what has been gone for long", () => {
    const gone = known({ state: "gone" });
    expect(decide([gone], [], NOW + FORGET_AFTER_MS).forgotten).toEqual(["a"]);
    expect(decide([gone], [], NOW + FORGET_AFTER_MS - 1).forgotten).toEqual([]);
  });

  it("judges nothing of a part that could not be read", () => {
    const failed: Part[] = [{ kind: "product", name: "mysql" }];
    expect(decide([known()], [], NOW + GONE_AFTER_MS, failed).rows).toEqual([]);
    const target = known({ job: "mysql", instance: "db:9104" });
    expect(decide([target], [], NOW + 1, failed).changes).toEqual([{ id: "a", change: "stale" }]);
  });
});
