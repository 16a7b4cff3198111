// Written by scripts/generate-products.mjs from the folders of lib/products.
import { behaviour as business } from "@/lib/products/business/behaviour";
import { behaviour as cfs } from "@/lib/products/cfs/behaviour";
import { behaviour as ckafka } from "@/lib/products/ckafka/behaviour";
import { behaviour as clb } from "@/lib/products/clb/behaviour";
import { behaviour as cos } from "@/lib/products/cos/behaviour";
import { behaviour as cvm } from "@/lib/products/cvm/behaviour";
import { behaviour as mariadb } from "@/lib/products/mariadb/behaviour";
import { behaviour as mysql } from "@/lib/products/mysql/behaviour";
import { behaviour as postgres } from "@/lib/products/postgres/behaviour";
import { behaviour as rabbitmq } from "@/lib/products/rabbitmq/behaviour";
import { behaviour as redis } from "@/lib/products/redis/behaviour";
import { behaviour as registry } from "@/lib/products/registry/behaviour";
import { behaviour as scf } from "@/lib/products/scf/behaviour";
import { behaviour as tdsqlc } from "@/lib/products/tdsqlc/behaviour";
import { behaviour as tke } from "@/lib/products/tke/behaviour";
import { behaviour as tkeCluster } from "@/lib/products/tke_cluster/behaviour";
import { behaviour as tkeNode } from "@/lib/products/tke_node/behaviour";
import type { Behaviour } from "./part";

export const BEHAVIOURS: readonly Behaviour[] = [
  business,
  cfs,
  ckafka,
  clb,
  cos,
  cvm,
  mariadb,
  mysql,
  postgres,
  rabbitmq,
  redis,
  registry,
  scf,
  tdsqlc,
  tke,
  tkeCluster,
  tkeNode,
];
