// Written by scripts/generate-products.mjs from the folders of lib/products.
import type { Behaviour } from "./part";

export const BEHAVIOURS: readonly Behaviour[] = [];
