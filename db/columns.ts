import { sql } from "drizzle-orm";
import { timestamp, uuid } from "drizzle-orm/pg-core";

/** A time on the one axis: Unix ms would do, but people read these tables too. Always UTC; millisecond precision. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Version 7 ids sort by time of making, which keeps the primary key's index compact. */
export const identity = {
  id: uuid("id")
    .primaryKey()
    .default(sql`uuidv7()`),
};

export const lifecycle = {
  createdAt: instant("created_at").notNull().defaultNow(),
  updatedAt: instant("updated_at")
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
};
