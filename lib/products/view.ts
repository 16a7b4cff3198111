import { z } from "zod";
import { PRODUCTS } from "./catalogue";
import { FAULT_KINDS, type FaultDefinition, type Product } from "./types";

/** A fault as it goes over the wire: its parameters as JSON Schema (2020-12), its precondition stays on the server. */
export type FaultView = Omit<FaultDefinition, "parameters" | "refuse"> & { parameters: unknown };
export type ProductView = Omit<Product, "faults"> & { faults: FaultView[] };

const page = {
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
  offset: z.coerce.number().int().min(0).default(0),
};

/** `GET /api/products?layer&q&limit&offset`; `q` is a part of the id or of a title. */
export const productQuerySchema = z.object({
  layer: z.enum(["access", "business", "middleware", "data"]).optional(),
  q: z.string().max(200).optional(),
  ...page,
});

/** `GET /api/faults?product&kind&risk&q&limit&offset`; `q` is a part of the id or of a title. */
export const faultQuerySchema = z.object({
  product: z.string().min(1).optional(),
  kind: z.enum(FAULT_KINDS).optional(),
  risk: z.coerce.number().int().min(1).max(3).optional(),
  q: z.string().max(200).optional(),
  ...page,
});

const viewFault = ({ parameters, refuse: _refuse, ...rest }: FaultDefinition): FaultView => ({
  ...rest,
  parameters: z.toJSONSchema(parameters, { io: "input" }),
});

const says = ({ id, title }: Pick<Product, "id" | "title">, q: string | undefined): boolean =>
  q === undefined || [id, title.en, title.zh].some((text) => text.toLowerCase().includes(q.toLowerCase()));

/** A page of the products that fit; `total` is how many fit, whatever the page. */
export function listProducts(input: z.input<typeof productQuerySchema> = {}): {
  products: ProductView[];
  total: number;
} {
  const { layer, q, limit, offset } = productQuerySchema.parse(input);
  const fit = PRODUCTS.filter((one) => says(one, q) && (layer === undefined || one.layer === layer));
  const shown = fit.slice(offset, offset + limit);
  return {
    products: shown.map((product) => ({ ...product, faults: product.faults.map(viewFault) })),
    total: fit.length,
  };
}

/** A page of the faults that fit, in the order of the catalogue. */
export function listFaults(input: z.input<typeof faultQuerySchema> = {}): {
  faults: FaultView[];
  total: number;
} {
  const { product, kind, risk, q, limit, offset } = faultQuerySchema.parse(input);
  const fit = PRODUCTS.flatMap(({ faults }) => faults).filter(
    (one) =>
      says(one, q) &&
      (product === undefined || one.product === product) &&
      (kind === undefined || one.kind === kind) &&
      (risk === undefined || one.risk === risk),
  );
  return { faults: fit.slice(offset, offset + limit).map(viewFault), total: fit.length };
}
