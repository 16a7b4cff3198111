// Written by scripts/generate-products.mjs from the folders of lib/products.
import { product as business } from "./business";
import { product as ckafka } from "./ckafka";
import { product as clb } from "./clb";
import { product as cvm } from "./cvm";
import { product as evenkeel } from "./evenkeel";
import { product as mysql } from "./mysql";
import { product as redis } from "./redis";
import { product as tke } from "./tke";
import type { Product } from "./types";

export const ALL_PRODUCTS: readonly Product[] = [business, ckafka, clb, cvm, evenkeel, mysql, redis, tke];
