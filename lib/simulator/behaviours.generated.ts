// Written by scripts/generate-products.mjs from the folders of lib/products.
import { behaviour as apigw } from "@/lib/products/apigw/behaviour";
import { behaviour as business } from "@/lib/products/business/behaviour";
import { behaviour as cbs } from "@/lib/products/cbs/behaviour";
import { behaviour as cdn } from "@/lib/products/cdn/behaviour";
import { behaviour as cfs } from "@/lib/products/cfs/behaviour";
import { behaviour as ckafka } from "@/lib/products/ckafka/behaviour";
import { behaviour as clb } from "@/lib/products/clb/behaviour";
import { behaviour as cos } from "@/lib/products/cos/behaviour";
import { behaviour as cvm } from "@/lib/products/cvm/behaviour";
import { behaviour as dc } from "@/lib/products/dc/behaviour";
import { behaviour as dns } from "@/lib/products/dns/behaviour";
import { behaviour as dts } from "@/lib/products/dts/behaviour";
import { behaviour as eip } from "@/lib/products/eip/behaviour";
import { behaviour as es } from "@/lib/products/es/behaviour";
import { behaviour as mariadb } from "@/lib/products/mariadb/behaviour";
import { behaviour as mongodb } from "@/lib/products/mongodb/behaviour";
import { behaviour as mysql } from "@/lib/products/mysql/behaviour";
import { behaviour as nat } from "@/lib/products/nat/behaviour";
import { behaviour as postgres } from "@/lib/products/postgres/behaviour";
import { behaviour as rabbitmq } from "@/lib/products/rabbitmq/behaviour";
import { behaviour as redis } from "@/lib/products/redis/behaviour";
import { behaviour as registry } from "@/lib/products/registry/behaviour";
import { behaviour as scf } from "@/lib/products/scf/behaviour";
import { behaviour as tdsqlc } from "@/lib/products/tdsqlc/behaviour";
import { behaviour as tke } from "@/lib/products/tke/behaviour";
import { behaviour as tkeCluster } from "@/lib/products/tke_cluster/behaviour";
import { behaviour as tkeNode } from "@/lib/products/tke_node/behaviour";
import { behaviour as vpn } from "@/lib/products/vpn/behaviour";
import { behaviour as waf } from "@/lib/products/waf/behaviour";
import type { Behaviour } from "./part";

export const BEHAVIOURS: readonly Behaviour[] = [
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
  mariadb,
  mongodb,
  mysql,
  nat,
  postgres,
  rabbitmq,
  redis,
  registry,
  scf,
  tdsqlc,
  tke,
  tkeCluster,
  tkeNode,
  vpn,
  waf,
];
