import { integer, pgTable, uuid } from "drizzle-orm/pg-core";
import { lifecycle } from "../columns";
import { apiTokens } from "./auth";

/** What a token may send, where it is not the default. Null: the default. */
export const ingestLimits = pgTable("ingest_limits", {
  tokenId: uuid("token_id")
    .primaryKey()
    .references(() => apiTokens.id, { onDelete: "cascade" }),
  samplesPerSecond: integer("samples_per_second"),
  activeSeries: integer("active_series"),
  newSeriesPerHour: integer("new_series_per_hour"),
  labelsPerSeries: integer("labels_per_series"),
  labelNameLength: integer("label_name_length"),
  labelValueLength: integer("label_value_length"),
  bodyBytes: integer("body_bytes"),
  outOfOrderSeconds: integer("out_of_order_seconds"),
  ...lifecycle,
});
