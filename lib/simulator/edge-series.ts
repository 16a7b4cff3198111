import { findProduct } from "@/lib/products/catalogue";
import { EDGE_BUCKETS } from "@/lib/products/views";
import { appOf } from "./fleet";
import type { Cell } from "./cell";
import { SeriesOf, type WorldSeries } from "./series";

/**
 * The call graph as metrics, under the names of OpenTelemetry's service graph connector, which Tempo uses too: a diagram
 * drawn from them draws a real system as well.
 */
export function edgeSeries(cell: Cell): WorldSeries[] {
  const partOf = new Map(cell.parts.map(({ product, part }) => [part.name, { product, part }]));
  return cell.edges.flatMap(({ client, server, state }) => {
    const from = partOf.get(client);
    const to = partOf.get(server);
    if (!from || !to) return [];
    const labels = { app: appOf(cell, from.part), client, server };
    const database = findProduct(to.product)?.layer === "data" ? { connection_type: "database" } : {};
    return new SeriesOf({ ...labels, ...database })
      .counter("traces_service_graph_request_total", () => state.requests)
      .counter("traces_service_graph_request_failed_total", () => state.failed)
      .histogram("traces_service_graph_request_client_seconds", EDGE_BUCKETS, state.latency).all;
  });
}
