/**
 * `call`: requests were measured on it; `declared`: the inventory says that one needs the other, no request was measured;
 * `hosts`: the source runs on the destination.
 */
export const EDGE_KINDS = ["call", "declared", "hosts"] as const;

/** Products that others run on instead of calling them: machines, their clusters and their disks. */
export const HOST_PRODUCTS: ReadonlySet<string> = new Set(["cvm", "tke_node", "tke_cluster", "cbs"]);
