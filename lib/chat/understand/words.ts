import type { FilterLabel, PlanOf, Statistic } from "../plan";

/** What a phrase can mean. One phrase may have several meanings; the grammar takes the one that fits the rest. */
export type Concept =
  | { kind: "metric"; names: readonly string[] }
  | { kind: "product"; id: string }
  | { kind: "label"; label: FilterLabel; value: string }
  | { kind: "event"; slug: string }
  | { kind: "experiment"; slug: string }
  | { kind: "statistic"; statistic: Statistic }
  | { kind: "rank"; order: "desc" | "asc" | "worst" | "best" }
  | { kind: "group" }
  | { kind: "noun"; label: FilterLabel }
  | { kind: "compare" }
  /** Compare with the span of the same length just before. */
  | { kind: "previous" }
  | { kind: "shape"; chart: "line" | "bar" | "table" }
  | {
      kind: "ask";
      ask: "which" | "how_many" | "why" | "list" | "how_is" | "when" | "what" | "is" | "forecast";
    }
  | { kind: "follow" }
  | { kind: "alarm"; state: "firing" | "pending" | "fired" | "any" }
  | { kind: "health" }
  | { kind: "events"; ask: PlanOf<"events">["ask"] | null }
  | { kind: "experiments"; ask: PlanOf<"experiments">["ask"] | null }
  | { kind: "freshness" }
  | { kind: "metrics" }
  | { kind: "help" }
  | { kind: "and" }
  | { kind: "all" }
  | { kind: "stop" };

type Entry = readonly [Concept, string];
const entry = (concept: Concept, phrases: string): Entry => [concept, phrases];
const statistic = (value: Statistic, phrases: string) =>
  entry({ kind: "statistic", statistic: value }, phrases);
const ask = (value: Extract<Concept, { kind: "ask" }>["ask"], phrases: string) =>
  entry({ kind: "ask", ask: value }, phrases);
const noun = (label: FilterLabel, phrases: string) => entry({ kind: "noun", label }, phrases);

/** Phrases are parted by `|` and written as `normalise` leaves them. */
export const WORDS: readonly Entry[] = [
  statistic("avg", "average|avg|mean|on average|typical|平均|均值|平均值|平均的"),
  statistic("max", "maximum|max|peak value|peaked|peak|most ever|最大|最大值|峰值|最高值|顶峰"),
  statistic("min", "minimum|min|最小|最小值|最低值"),
  statistic(
    "sum",
    "total|sum|altogether|in total|overall total|cumulative|accumulated|合计|总共|总计|总和|累计|总量|总数|一共|总",
  ),
  statistic("p50", "p50|median|50th percentile|中位数|中位"),
  statistic("p90", "p90|90th percentile|90分位"),
  statistic("p95", "p95|95th percentile|95 percentile|95分位|95线"),
  statistic("p99", "p99|99th percentile|99 percentile|99分位|99线"),
  statistic("latest", "latest value|current value|latest|当前值|最新值|最新"),
  entry(
    { kind: "rank", order: "desc" },
    "highest|top|most|largest|biggest|greatest|busiest|hottest|slowest|heaviest|hungriest|ranking|rank|ranked|max|最高|最多|最大|最忙|最慢|最热|排名|排行|排序|最高的|前几|top榜|靠前",
  ),
  entry(
    { kind: "rank", order: "asc" },
    "lowest|least|smallest|fewest|fastest|bottom|idlest|最低|最少|最小|最快|最闲|最空闲|垫底",
  ),
  entry({ kind: "rank", order: "worst" }, "worst|most loaded|最差|最糟|最严重|最糟糕"),
  entry({ kind: "rank", order: "best" }, "best|healthiest|最好|最佳|最优"),
  entry(
    { kind: "group" },
    "by|per|for each|each|split by|broken down by|grouped by|group by|breakdown by|按照|按|每个|每台|各个|各|分别|每",
  ),
  noun(
    "resource",
    "instance|resource|node|server|machine|host|member|database|box|实例|资源|节点|机器|主机|台|服务器|成员",
  ),
  noun("zone", "zone|availability zone|az|azs|可用区|分区|机房"),
  noun("product", "product|service type|kind of resource|产品|产品类型|云产品"),
  noun("app", "app|application|应用"),
  noun("scenario", "scenario|business scenario|业务场景|场景"),
  noun("cluster", "service|workload|服务|微服务|cluster|group of instances|集群"),
  noun("layer", "layer|tier|层|层级"),
  entry(
    { kind: "compare" },
    "compare|compared|comparing|comparison|compared to|compared with|vs|versus|against|than|relative to|difference|differ|between|对比|相比|比较|较|比|相较|与|变化了|差别|差异|环比|同比",
  ),
  entry(
    { kind: "previous" },
    "previous period|period before|preceding period|the period before|before that|前一时段|上一时段|上一周期|上个周期|环比",
  ),
  entry(
    { kind: "shape", chart: "line" },
    "trend|trends|over time|graph|plot|chart|time series|timeline|curve|line chart|history|evolution|evolve|evolved|develop|developed|changed|change|draw|as a chart|as a graph|as a line chart|趋势|走势|曲线|折线图|折线|图|图表|画图|画个图|变化|变化趋势|历史|时序图",
  ),
  entry(
    { kind: "shape", chart: "line" },
    "growing|increasing|rising|falling|dropping|decreasing|going up|going down|上升|下降|增长|上涨|下跌|升高|降低",
  ),
  entry({ kind: "shape", chart: "bar" }, "bar chart|as a bar chart|bars|柱状图|条形图"),
  entry({ kind: "shape", chart: "table" }, "table|as a table|in a table|表格|列表形式|以表格"),
  ask("which", "which|who|which one|哪个|哪些|哪台|哪几个|哪几台|哪一个|哪一台|谁|哪"),
  ask(
    "how_many",
    "how many|how much|number of|count of|count|amount of|多少|多少个|多少台|多少条|几个|几台|几条|有几|数量|个数|台数|多少次",
  ),
  ask(
    "why",
    "why|reason|reasons|how come|what caused|root cause|explain|cause of|because of what|为什么|为何|原因|怎么回事|为啥|根因|扣分|丢分|失分|哪里扣分",
  ),
  ask("list", "list|show all|show me all|enumerate|列出|列一下|罗列|有哪些|都有哪些|有什么|清单|列表"),
  ask(
    "how_is",
    "how is|how are|how did|how does|how do|how was|how were|how has|doing|perform|performing|performed|performance|overview|summary|status|going|ok|okay|healthy|怎么样|怎样|如何|情况|状况|概况|概览|表现|总览|状态|还好吗|正常吗|表现如何",
  ),
  ask(
    "when",
    "time left|left|remaining|还剩|when|how long|how much time|what time|什么时候|何时|几点|多久|多长时间|还有多久|倒计时|距离|距",
  ),
  ask(
    "what",
    "what|show|show me|give|give me|tell me|what is|what are|what was|display|get|see|look at|check|i want to see|查|查询|查一下|看|看看|看一下|显示|展示|给我|告诉我|是多少|什么|帮我看看|帮我查",
  ),
  ask(
    "is",
    "is there|are there|is|are|was|were|does|do|did|has|have|any|anything|something|有没有|是否|是不是|有无|吗|么",
  ),
  ask("forecast", "will|forecast|predict|prediction|expected to|going to|预测|预计|会不会|将会|预估"),
  entry(
    { kind: "follow" },
    "and what about|what about|how about|and|also|now|then|only|just|instead|same for|same|the same|again|for|switch to|change to|那么|那|呢|还有|只看|只要|仅看|仅|换成|改成|再看|再看看|同样|换",
  ),
  entry({ kind: "alarm", state: "any" }, "alarm|alert|alarm rule|incident|告警|报警|警报|预警|告警规则"),
  entry(
    { kind: "alarm", state: "firing" },
    "firing|active alarm|active alert|open alarm|on fire|burning|ringing|going off|wrong|problem|issue|trouble|anomaly|broken|正在告警|正在触发|未恢复|活跃告警|当前告警|异常|问题|出问题|故障中|着火",
  ),
  entry(
    { kind: "alarm", state: "fired" },
    "fired|triggered|went off|raised|tripped|alerted|触发过|触发了|触发|响过|告过警|发生过|报过警|出现过",
  ),
  entry({ kind: "alarm", state: "pending" }, "pending|待触发|待定|等待触发"),
  entry(
    { kind: "health" },
    "health score|health|score|healthiness|risk|risk score|risks|finding|high risk|governance|健康分|健康分数|健康度|健康得分|健康评分|健康|得分|评分|风险|风险项|高风险|风险点|隐患",
  ),
  entry(
    { kind: "events", ask: null },
    "sale|big sale|next sale|next big sale|promotion|promo|event|campaign|shopping festival|double 11|大促|促销|活动|双11|购物节|大促活动",
  ),
  entry({ kind: "events", ask: "phase" }, "phase|stage|which phase|阶段|哪个阶段|什么阶段|处于什么阶段"),
  entry({ kind: "events", ask: "countdown" }, "t0|countdown|kickoff|倒计时|开始时间|离大促|距大促|距离大促"),
  entry(
    { kind: "events", ask: "list" },
    "upcoming event|upcoming promotion|next event|next promotion|all event|下一场大促|下次大促|下一次大促|所有活动|即将到来的大促",
  ),
  entry(
    { kind: "experiments", ask: null },
    "drill|experiment|chaos experiment|chaos|gameday|game day|verdict|fault injection|演练|实验|故障演练|混沌实验|混沌|演习|结论|判定",
  ),
  entry(
    { kind: "experiments", ask: "last" },
    "last drill|latest drill|last experiment|latest experiment|most recent drill|most recent experiment|last run|latest run|previous drill|上次演练|最近一次演练|上一次演练|上次实验|最近一次实验|最近的演练|最近演练|最新演练",
  ),
  entry(
    { kind: "experiments", ask: "running" },
    "running drill|running experiment|drill running|experiment running|正在进行的演练|正在演练|进行中的演练|演练中|正在进行的实验|正在运行的演练",
  ),
  entry(
    { kind: "freshness" },
    "数据是多久之前的|多久之前的|多久以前的|how fresh|fresh|freshness|stale|how old|how recent|up to date|last sample|newest sample|latest sample|last update|last updated|data lag|how current|新鲜|新鲜度|多新|数据新鲜度|最新数据|最后更新|更新时间|数据更新|最近一次采集|过期|数据延迟|最新样本|多久前的数据|有多旧",
  ),
  entry({ kind: "metrics" }, "metric|metrics|indicator|kpi|measure|measurement|指标|监控项|度量"),
  entry(
    { kind: "help" },
    "help|what can you do|what can i ask|how do i use|how to use|capabilities|what do you know|what questions|examples|who are you|what are you|帮助|你能做什么|你会什么|能问什么|可以问什么|怎么用|使用说明|你是谁|能干什么|你能干什么|有什么功能|能做什么",
  ),
  entry({ kind: "and" }, "and|as well as|plus|&|和|与|以及|还有|跟|及"),
  entry({ kind: "all" }, "all|every|everything|across|overall|entire|whole|全部|所有|整体|全局|全站|总体|全"),
  entry(
    { kind: "stop" },
    "make|made|earn|earned|online|low|high|bad|good|big|small|slow down|the|a|an|of|in|on|at|to|me|my|our|we|us|i|you|your|it|its|this|that|these|those|there|please|can|could|would|should|with|from|into|over|during|through|be|been|being|had|having|has|have|up to|so|far|right|here|us|them|they|their|it is|value|values|figure|level|levels|rate|usage|number|numbers|moment|data|hey|hi|hello|dear|thanks|thank you|kindly|one|ones|or|not|no|in terms of|terms|regarding|about|ever|currently|then|still|yet|already|many|much|some|exactly|actual|actually|really|want|like|need|know|let|lets|find|out|as|if|was|got|get|go|went|reach|reached|hit|use|used|using|uses|seen|system|systems|platform|environment|production|prod|s|time|times|period|range|window|since|until|start|started|happened|happening|happen|look|looks|looking|more|less|very|too|experience|experienced|consume|consuming|consumed|see|under|have got|type|kind|think|say|live|的|了|在|是|有|个|请|请问|帮我|帮忙|一下|我|我们|你|您|它|吧|啊|呀|哦|嗯|麻烦|想|想知道|想看|知道|里|中|内|上|下|从|到|对|把|被|给|让|将|也|都|就|还|再|又|能|可以|能否|能不能|要|需要|现在|目前|时候|期间|之间|这|这个|这些|那个|多|大|高|低|为|于|其|值|数值|数据|出现|发生|存在|达到|之|并|且|或|或者|次|做|用|过|系统|线上|生产|来|去|跟|名|条|位|项|最近|当时|时|后|前|整个|进行|正在|处于|刚|刚才|刚刚|大概|大约|左右|显示出|怎么|起来|得|地|着|占用|使用|情况下|运行|运行中",
  ),
];

/** Words of the time grammar: known, so that the speller leaves them alone. */
export const TIME_WORDS =
  "last|past|previous|minutes|minute|hours|hour|days|day|weeks|week|month|months|seconds|second|ago|yesterday|today|tomorrow|morning|afternoon|evening|night|tonight|noon|midnight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|between|after|before|during|within|since|until|till|half|next|same|above|below|greater|exceed|exceeds|exceeding|higher|lower|least|under|than|percent|first|second|third|phase|current|recent";
