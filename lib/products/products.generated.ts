// Written by scripts/generate-products.mjs from the folders of lib/products.
import { product as apigw } from "./apigw";
import { product as business } from "./business";
import { product as cbs } from "./cbs";
import { product as cdn } from "./cdn";
import { product as cfs } from "./cfs";
import { product as ckafka } from "./ckafka";
import { product as clb } from "./clb";
import { product as cos } from "./cos";
import { product as cvm } from "./cvm";
import { product as dc } from "./dc";
import { product as dns } from "./dns";
import { product as dts } from "./dts";
import { product as eip } from "./eip";
import { product as es } from "./es";
import { product as evenkeel } from "./evenkeel";
import { product as mariadb } from "./mariadb";
import { product as mongodb } from "./mongodb";
import { product as mysql } from "./mysql";
import { product as nat } from "./nat";
import { product as postgres } from "./postgres";
import { product as rabbitmq } from "./rabbitmq";
import { product as redis } from "./redis";
import { product as registry } from "./registry";
import { product as scf } from "./scf";
import { product as serviceGraph } from "./service_graph";
import { product as tdsqlc } from "./tdsqlc";
import { product as tke } from "./tke";
import { product as tkeCluster } from "./tke_cluster";
import { product as tkeNode } from "./tke_node";
import { product as vpn } from "./vpn";
import { product as waf } from "./waf";
import type { Product } from "./types";

export const ALL_PRODUCTS: readonly Product[] = [
  apigw,
  business,
  cbs,
  cdn,
  cfs,
  ckafka,
  clb,
  cos,
  cvm,
  dc,
  dns,
  dts,
  eip,
  es,
  evenkeel,
  mariadb,
  mongodb,
  mysql,
  nat,
  postgres,
  rabbitmq,
  redis,
  registry,
  scf,
  serviceGraph,
  tdsqlc,
  tke,
  tkeCluster,
  tkeNode,
  vpn,
  waf,
];
