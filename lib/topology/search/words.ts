import type { Layer } from "@/lib/resources/constants";

/** Words for several products at once, in both languages; products that the catalogue lacks are passed over. */
export const CATEGORIES: readonly { words: readonly string[]; products: readonly string[] }[] = [
  {
    words: ["database", "db", "数据库"],
    products: ["mysql", "tdsqlc", "postgres", "mariadb", "mongodb"],
  },
  { words: ["queue", "message queue", "消息队列", "队列"], products: ["ckafka", "rabbitmq"] },
  { words: ["storage", "存储"], products: ["cos", "cbs", "cfs"] },
  {
    words: ["machine", "node", "server", "host", "服务器", "机器", "主机", "节点"],
    products: ["cvm", "tke_node"],
  },
  { words: ["disk", "云硬盘", "磁盘", "硬盘"], products: ["cbs"] },
];

export const LAYER_WORDS: Readonly<Record<Layer, readonly string[]>> = {
  access: ["access layer", "access", "接入层", "接入"],
  business: ["business layer", "业务层"],
  middleware: ["middleware layer", "middleware", "中间件"],
  data: ["data layer", "数据层"],
};

/**
 * How a relation is said. `of`: on which side of the words its node stands; `either`: after, if one follows at once, and
 * then the node is the one that is needed; else before, and it is the one that needs.
 */
export interface RelationWords {
  words: readonly string[];
  direction: "dependencies" | "dependants";
  of: "before" | "after" | "either";
  /** One hop only. */
  direct: boolean;
}

export const RELATIONS: readonly RelationWords[] = [
  {
    words: [
      "behind",
      "downstream of",
      "downstream from",
      "below",
      "beneath",
      "dependencies of",
      "needed by",
      "used by",
    ],
    direction: "dependencies",
    of: "after",
    direct: false,
  },
  { words: ["called by", "callees of"], direction: "dependencies", of: "after", direct: true },
  {
    words: ["后面", "后边", "背后", "之后", "下游", "依赖的", "使用的", "用到的", "用的", "需要的"],
    direction: "dependencies",
    of: "before",
    direct: false,
  },
  { words: ["调用的", "访问的", "直接依赖的"], direction: "dependencies", of: "before", direct: true },
  {
    words: ["in front of", "upstream of", "upstream from", "above", "dependants of", "dependents of"],
    direction: "dependants",
    of: "after",
    direct: false,
  },
  { words: ["callers of"], direction: "dependants", of: "after", direct: true },
  { words: ["前面", "前边", "之前", "上游"], direction: "dependants", of: "before", direct: false },
  { words: ["调用方", "的调用方"], direction: "dependants", of: "before", direct: true },
  {
    words: ["call", "calls", "calling", "talk to", "talks to", "调用", "访问"],
    direction: "dependants",
    of: "either",
    direct: true,
  },
  {
    words: [
      "depend on",
      "depends on",
      "depending on",
      "need",
      "needs",
      "use",
      "uses",
      "using",
      "依赖",
      "使用",
      "需要",
    ],
    direction: "dependants",
    of: "either",
    direct: false,
  },
];

/** Words of the business, by the part of a node's name that they mean. */
export const NAME_WORDS: Readonly<Record<string, readonly string[]>> = {
  pay: ["payment", "payments", "支付", "付款"],
  order: ["orders", "订单", "下单"],
  cart: ["shopping cart", "购物车"],
  browse: ["browsing", "浏览"],
  product: ["products", "商品"],
  user: ["users", "用户"],
  inventory: ["库存"],
  stock: ["库存"],
  notify: ["notification", "通知"],
  settlement: ["结算"],
  gateway: ["网关"],
  session: ["会话"],
  search: ["搜索"],
  content: ["内容"],
  coupon: ["coupons", "优惠券"],
  risk: ["风控"],
  quote: ["quotes", "行情"],
  trade: ["trading", "trades", "交易"],
  position: ["positions", "持仓"],
  fund: ["funds", "资金"],
  account: ["accounts", "账户"],
  clearing: ["清算"],
  report: ["reports", "报表"],
  login: ["登录"],
  query: ["查询"],
};

/** Words for an app, by its id, beside the id itself. */
export const APP_WORDS: Readonly<Record<string, readonly string[]>> = {
  mall: ["shop", "duty-free", "商城", "免税商城", "免税"],
  brokerage: ["broker", "securities", "券商", "证券"],
};

/** What carries no meaning here. */
export const FILLERS: readonly string[] = [
  ..."a an the all any every show list find get me us please what which who whom whose that is are does do did it its".split(
    " ",
  ),
  ..."in of on at with and from for to by resource resources instance instances thing things node nodes".split(
    " ",
  ),
  ..."的 在 里 里面 中 上 哪些 哪个 有 有哪些 什么 谁 所有 全部 查 查找 找 找出 显示 列出 了 是 请 和 与 被 位于 资源 实例 一下 服务都 都".split(
    " ",
  ),
];
