import { z } from "zod";
import { PRODUCTS } from "./catalogue";
import type { FaultDefinition, Product } from "./types";

/** A fault as it goes over the wire: its parameters as JSON Schema (2020-12), its precondition stays on the server. */
export type FaultView = Omit<FaultDefinition, "parameters" | "refuse"> & { parameters: unknown };
export type ProductView = Omit<Product, "faults"> & { faults: FaultView[] };

const viewFault = ({ parameters, refuse: _refuse, ...rest }: FaultDefinition): FaultView => ({
  ...rest,
  parameters: z.toJSONSchema(parameters, { io: "input" }),
});

export const listProducts = (): { products: ProductView[] } => ({
  products: PRODUCTS.map((product) => ({ ...product, faults: product.faults.map(viewFault) })),
});

export const listFaults = (): { faults: FaultView[] } => ({
  faults: PRODUCTS.flatMap((product) => product.faults.map(viewFault)),
});
