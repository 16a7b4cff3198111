import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import { testDatabase } from "../support/postgres";
import { describeMetricStore } from "./metric-store";

describeMetricStore("embedded", async () => {
  const database = await testDatabase();
  const store = openEmbeddedStore({ sql: database.db.$client });
  return {
    store,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
});
