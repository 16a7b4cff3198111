import { openThreadStore } from "@/lib/metrics/thread/open";
import { testDatabase } from "../support/postgres";
import { describeMetricStore } from "./metric-store";

describeMetricStore("embedded, in a thread", async () => {
  const database = await testDatabase();
  const store = openThreadStore({ databaseUrl: database.url });
  return {
    store,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
});
