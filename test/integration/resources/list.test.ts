import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declareResources } from "@/lib/resources/declare";
import { listResources } from "@/lib/resources/list";
import { resourceListSchema } from "@/lib/resources/schemas";
import { buildFleet } from "@/lib/simulator/fleet";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.db.transaction((tx) => declareResources(tx, buildFleet(1, 0), new Date(0)));
});
afterAll(() => database.drop());

const list = (query: Parameters<typeof listResources>[1]) => listResources(testContext(database.db), query);

describe("listResources", () => {
  it("answers in its own schema", async () => {
    const answer = await list({});
    expect(resourceListSchema.parse(answer)).toEqual(answer);
  });

  it("keeps what fits all filters", async () => {
    const { resources, total } = await list({ product: "mysql", zone: "zone-b" });
    expect(total).toBe(resources.length);
    expect(new Set(resources.map(({ product, zone }) => `${product} ${zone}`))).toEqual(
      new Set(["mysql zone-b"]),
    );
  });

  it("finds by a part of the id or the cluster, and takes % literally", async () => {
    const { resources } = await list({ q: "mysql-order", product: "mysql" });
    expect(resources.map(({ id }) => id)).toEqual(["mysql-order-0", "mysql-order-1", "mysql-order-2"]);
    expect((await list({ q: "%" })).total).toBe(0);
  });

  it("pages through everything once", async () => {
    const { total } = await list({});
    const pages = await Promise.all(
      [0, 40, 80, 120, 160, 200, 240, 280, 320, 360, 400, 440].map((offset) => list({ limit: 40, offset })),
    );
    const ids = pages.flatMap(({ resources }) => resources.map(({ id }) => id));
    expect(new Set(ids).size).toBe(total);
    expect(ids.length).toBe(total);
  });

  it("refuses a page without bounds", async () => {
    await expect(list({ limit: 100_000 })).rejects.toThrow(/limit/);
    await expect(list({ offset: -1 })).rejects.toThrow(/offset/);
  });
});
