import type { Phrases } from "./types";

const list = (items: readonly string[]): string => {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join("、")}和${items.at(-1) ?? ""}`;
};

function age(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 120) return `${s} 秒`;
  if (s < 7_200) return `${Math.round(s / 60)} 分钟`;
  if (s < 172_800) {
    const minutes = Math.round(s / 60);
    return minutes % 60 === 0
      ? `${minutes / 60} 小时`
      : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟`;
  }
  const hours = Math.round(s / 3_600);
  return hours % 24 === 0 ? `${hours / 24} 天` : `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
}

export const zh: Phrases = {
  locale: "zh",
  all: "全部",
  choice: (choice) => choice.zh,
  statistic: {
    latest: "最新值",
    avg: "平均值",
    max: "最高值",
    min: "最低值",
    sum: "合计",
    p50: "中位数",
    p90: "P90",
    p95: "P95",
    p99: "P99",
  },
  label: {
    product: "产品",
    resource: "资源",
    zone: "可用区",
    app: "应用",
    scenario: "场景",
    cluster: "集群",
    layer: "层",
    severity: "级别",
    rule: "规则",
  },
  word: {
    critical: "严重",
    warning: "警告",
    info: "提示",
    high: "高",
    medium: "中",
    low: "低",
    firing: "触发中",
    pending: "待触发",
    resolved: "已恢复",
  },
  separator: "；",
  unitWord: {
    orders: "单",
    requests: "次请求",
    queries: "次查询",
    commands: "条命令",
    connections: "个连接",
    messages: "条消息",
    users: "人",
    pods: "个 Pod",
    restarts: "次重启",
    threads: "个线程",
    waits: "次等待",
    reads: "次读取",
  },
  now: "当前",
  when: (range) => `在 ${range} `,
  at: (moment) => `在 ${moment} `,
  where: (values) => (values.length === 0 ? "" : `（${values.join("、")}）`),
  rangeNote: {
    moved_to_past: "今天该时段尚未到来，取最近一次",
    cut_at_now: "截至现在",
    assumed: "未指明时间，按此默认",
  },
  list,

  value: ({ metric, figure, when, where, statistic }) =>
    statistic === null
      ? `${metric}${where}${when}为 ${figure}。`
      : `${metric}${where}${when}的${statistic}为 ${figure}。`,
  total: ({ metric, figure, when, where }) => `${metric}${where}${when}合计 ${figure}。`,
  spread: ({ metric, figure, when, where, count, low, lowName, high, highName }) =>
    `${metric}${where}${when}：${count} 个整体为 ${figure}，最低 ${low}（${lowName}），最高 ${high}（${highName}）。`,
  groups: ({ metric, when, where, items }) => `${metric}${where}${when}：${items.join("，")}。`,
  rank: ({ metric, figure, when, where, name, extreme, rest }) =>
    `${metric}${where}${when}${extreme === "highest" ? "最高" : "最低"}的是 ${name}：${figure}。${rest.length > 0 ? `其次：${rest.join("，")}。` : ""}`,
  threshold: ({ metric, when, where, limit, names, count, of }) =>
    count === 0
      ? `${when}没有${metric}${where}${limit}的对象${of === null ? "" : `（共检查 ${of} 个）`}。`
      : `${when}${of === null ? "" : `${of} 个中`}有 ${count} 个的${metric}${where}${limit}：${names.join("，")}。`,
  trend: ({ metric, when, where, name, first, last, low, lowAt, high, highAt }) =>
    `${name === "" ? "" : `${name} 的`}${metric}${where}${when}从 ${first} 变为 ${last}；最低 ${low}（${lowAt}），最高 ${high}（${highAt}）。`,
  trendMany: ({ metric, when, where, count, name, high, highAt }) =>
    `${metric}${where}${when}共 ${count} 条曲线，最高点为 ${name} 的 ${high}（${highAt}）。`,
  compare: ({ metric, figure, when, where, before, base, change }) =>
    `${metric}${where}${when}为 ${figure}，${base}为 ${before}${change === null ? "" : `（${change}）`}。`,
  peakAt: (moment, figure) => `订单峰值在 ${moment}，为 ${figure}。`,
  noSamples: ({ metric, when, where }) =>
    `未知：${metric}${where}${when}没有样本。这不等于零，只是没有测到。`,
  noBefore: (base) => `${base}没有样本，无法对比。`,
  stale: (text) => `注意：最新样本已是 ${text}前的。`,
  age,
  hidden: (shown, all) => `图中显示 ${all} 条曲线中的 ${shown} 条。`,

  readAs: "理解为",
  interpretation: {
    metric: (metrics, statistic) => `${list(metrics)}${statistic === null ? "" : `的${statistic}`}`,
    rank: (order, limit) => `${order === "asc" ? "从低到高" : "从高到低"}前 ${limit}`,
    threshold: (op, value) => `${op} ${value}`,
    by: (labels) => `按${list(labels)}`,
    overall: "整体",
    each: "逐个资源",
    series: "随时间变化",
    filters: (items) => `仅 ${list(items)}`,
    range: (range, timezone) => `${range}（${timezone}）`,
    instant: (at, timezone) => `${at}（${timezone}）`,
    compare: (base) => `对比${base}`,
    peak: "取该时段内订单最多的一分钟",
    corrected: (from, to) => `把“${from}”读作“${to}”`,
    ignored: (words) => `未理解并忽略：${words.map((w) => `“${w}”`).join("、")}`,
    followUp: "延续上一个问题",
    alarms: (state) => `告警（${state}）`,
    health: (why) => (why ? "健康分及其扣分原因" : "健康分"),
    events: { phase: "活动所处阶段", countdown: "距 T0 的时间", list: "全部活动" },
    experiments: { last: "最近一次演练的结论", running: "正在进行的演练", list: "全部演练" },
    inventory: (count) => (count ? "资源数量" : "资源清单"),
    freshness: "最新样本距今多久",
    metrics: "可查询的指标",
    help: "本助手能做什么",
    byModel: "借助语言模型理解",
  },

  clarify: {
    unknown_metric: (subject) => `没有叫“${subject}”的指标。您是想问下面这些吗？`,
    unknown_word: (subject) => `不认识“${subject}”，忽略它就会答非所问。您是想问下面这些吗？`,
    metric_missing_on_product: (subject) => `该产品没有“${subject}”指标，它有这些：`,
    which_metric: (subject) => `想了解 ${subject} 的哪方面？`,
    which_product: (subject) => `多个产品都有“${subject}”，请问是哪一个？`,
    which_time: () => "请问是哪段时间？",
    no_event: () => "没有符合的活动。已知的活动见活动列表。",
    no_previous: () => "这像是追问，但本对话中还没有上一个问题。",
    unclear: () => "没能看懂这个问题。以下是我能回答的例子：",
  },
  refuse: {
    write_action: "我只读取数据，不能启动、停止或修改任何东西，请到相应页面操作。我可以告诉您它的状态：",
    injection: "我只回答关于指标、告警、风险、活动和演练的问题。例如：",
    out_of_scope: "这超出了我的范围：我了解的是本系统的指标、告警、风险、活动和演练。例如：",
    future: "那是将来的事，我只陈述已测到的数据。例如：",
    forecast: "我不做预测，只陈述已测到的数据。例如：",
    root_cause: "我还不能判断原因，只能陈述测到的数据。下面这些也许有助于排查：",
  },

  alarms: {
    none: (when, where) => `${when}没有告警${where}。`,
    some: ({ count, state, when, where, first, more }) =>
      `${when}有 ${count} 条告警${where}（${state}）：${first.join("；")}${more > 0 ? `；另有 ${more} 条` : ""}。`,
    unwatched: (since) =>
      `但现在是否如此未知：${since === null ? "还有规则从未评估" : `规则上次评估是在 ${since}`}。`,
    partlyWatched: (failing) => `有 ${failing} 条规则无法评估，其告警未知。`,
    states: { firing: "触发中", pending: "待触发", any: "任意状态" },
    counted: { firing: "触发中的告警", pending: "待触发的告警", any: "触发过的告警" },
    columns: {
      rule: "规则",
      severity: "级别",
      state: "状态",
      resource: "资源",
      since: "开始",
      resolved: "恢复",
      value: "最近值",
    },
  },
  health: {
    unknown: "健康分未知：还没有一次扫描得出结论。",
    score: (score, at, taken, findings) =>
      `健康分为 ${score}（满分 100），来自 ${at} 的扫描：${findings} 个风险项共扣 ${taken} 分。`,
    reasons: (items) => `扣分最多的是${list(items)}。`,
    perfect: "没有扣分项。",
    reason: (title, points, failed) => `${title}（−${points}，${failed} 个资源）`,
    columns: { check: "检查项", level: "级别", failed: "未通过", points: "扣分", advice: "建议" },
  },
  events: {
    none: "没有活动。",
    phase: {
      planned: "已计划",
      pre: "活动前",
      during: "活动中",
      post: "活动后",
      closed: "已结束",
      cancelled: "已取消",
    },
    now: (title, phase, t) => `${title}处于${phase}阶段，T${t}。`,
    until: (title, left, at) => `距离${title}开始（T0，${at}）还有 ${left}。`,
    since: (title, gone, at) => `${title}已开始 ${gone}（T0 为 ${at}）。`,
    list: (items) => `共 ${items.length} 个活动：${items.join("；")}。`,
    columns: { event: "活动", phase: "阶段", t0: "T0", end: "结束" },
  },
  experiments: {
    none: "还没有进行过演练。",
    noneRunning: "当前没有正在进行的演练。",
    verdict: { passed: "通过", failed: "未通过", inconclusive: "无法定论", none: "尚无结论" },
    state: {
      queued: "排队中",
      checking: "检查稳态",
      injecting: "注入中",
      observing: "观察中",
      rolling_back: "回滚中",
      verifying: "验证中",
      completed: "已完成",
      aborted: "已中止",
      failed: "失败",
    },
    last: ({ title, verdict, at, details }) => `最近一次“${title}”（${at}）：${verdict}。${details}`,
    running: ({ title, state, since }) => `“${title}”${state}，已开始 ${since}。`,
    detail: (rule, verdict, seconds) => `${rule}：${verdict}${seconds === null ? "" : `（${seconds}）`}。`,
    alarmVerdict: {
      caught: "按时触发",
      late: "触发偏晚",
      missed: "漏报",
      collateral: "附带告警",
      silent: "保持静默",
      unknown: "未知",
    },
    list: (items) => `共 ${items.length} 个演练：${items.join("；")}。`,
    columns: {
      experiment: "演练",
      state: "状态",
      verdict: "结论",
      at: "时间",
      alarm: "告警",
      detected: "发现用时",
      cleared: "恢复用时",
    },
  },
  inventory: {
    count: (count, what, where) => `共有 ${count} 个 ${what}${where}。`,
    list: (count, what, where, names, more) =>
      `${what}${where}共 ${count} 个：${names.join("、")}${more > 0 ? `，另有 ${more} 个` : ""}。`,
    grouped: (items) => `${items.join("，")}。`,
    none: (what, where) => `没有 ${what}${where}。`,
    resources: "资源",
  },
  freshness: {
    overall: (text, series) => `最新样本是 ${text}前的；活跃序列 ${series} 条。`,
    none: "还没有任何样本：尚未写入数据。",
    oldest: (name, text) => `最滞后的产品是 ${name}，${text}。`,
    columns: { product: "产品", newest: "最新样本", age: "距今", series: "序列数" },
  },
  metrics: {
    list: (count, products) => `可查询 ${products} 个产品的 ${count} 个指标。`,
    columns: { metric: "指标", product: "产品", unit: "单位", name: "名称" },
  },
  help: "可以询问指标（最新、平均、最高、前几、按可用区、超过阈值、趋势、与昨天或上次大促对比）、告警、健康分、活动、演练、资源以及数据新鲜度。每个数字都附有算出它的查询。",
  examples: [
    "过去30分钟哪个 MySQL 的 CPU 最高？",
    "有告警吗？",
    "健康分是多少？",
    "今天的订单和昨天相比",
    "最近2小时订单服务的 p95 延迟",
  ],
};
