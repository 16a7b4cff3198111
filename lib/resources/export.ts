import { setImmediate as nextTurn } from "node:timers/promises";
import type { Context } from "@/lib/core/context";
import { csvHead, csvRow } from "./csv";
import { inventoryEntry, inventoryHead } from "./file/write-inventory";
import { liveRows, viewResource } from "./live-rows";
import { type LiveRow, queryResources } from "./query";
import { type ExportQuery, exportQuerySchema } from "./schemas";

/** Rows that are written before others get a turn. */
const ROWS_A_TURN = 200;

export interface Export {
  /** Parts of the file, UTF-8. */
  parts: AsyncIterable<string>;
  media: string;
  name: string;
}

/** The resources that fit the filters, in their order, as CSV with what is true now or as YAML that can be taken in again. */
export async function exportResources(ctx: Context, input: ExportQuery): Promise<Export> {
  const { format, ...filter } = exportQuerySchema.parse(input);
  const { rows } = await liveRows(ctx);
  const { rows: found } = queryResources(rows, filter);
  const day = new Date(ctx.now()).toISOString().slice(0, 10);
  return format === "csv"
    ? {
        parts: inTurns(csvHead(), found, (row) => csvRow(viewResource(row))),
        media: "text/csv; charset=utf-8",
        name: `resources-${day}.csv`,
      }
    : {
        parts: inTurns(inventoryHead(found.length), found, ({ record }) => inventoryEntry(record)),
        media: "application/yaml; charset=utf-8",
        name: `inventory-${day}.yaml`,
      };
}

async function* inTurns(
  head: string,
  rows: readonly LiveRow[],
  write: (row: LiveRow) => string,
): AsyncGenerator<string> {
  yield head;
  for (let from = 0; from < rows.length; from += ROWS_A_TURN) {
    yield rows
      .slice(from, from + ROWS_A_TURN)
      .map(write)
      .join("");
    // oxlint-disable-next-line no-await-in-loop -- which is what lets others in
    await nextTurn();
  }
}
