import type { REFUSE_REASONS } from "../plan";

type Reason = (typeof REFUSE_REASONS)[number];

const POLITE =
  "(?:please |pls |can you |could you |would you |i want you to |i need you to |i want to |go ahead and |help me |quickly |now |immediately |you should |you must )*";
const WRITE_VERBS =
  "restart|reboot|delete|drop|remove|kill|stop|start|inject|scale|shut ?down|truncate|deploy|redeploy|roll ?back|fail ?over|silence|acknowledge|ack|mute|create|update|disable|enable|modify|edit|run|execute|abort|terminate|resize|migrate|grant|revoke|reset|clear|flush|insert|provision|destroy|upgrade|patch|turn off|turn on|switch off|launch|trigger|cancel|close|fix|repair|add a|add an|change the|set the";

/** What we do not do, by the words that ask for it. Read in this order: an attack may also look like a write. */
const BOUNDARIES: readonly [Reason, RegExp][] = [
  [
    "injection",
    /\b(?:ignore|disregard|forget|override|bypass)\b.{0,24}\b(?:previous|prior|above|earlier|all|your|any|these|the)\b.{0,24}\b(?:instructions?|rules?|prompts?|restrictions?|guidelines?|constraints?|context)\b/,
  ],
  ["injection", /\b(?:your|the) (?:system )?(?:instructions?|prompts?|rules of yours)\b/],
  [
    "injection",
    /system prompt|developer mode|jailbreak|\byou are now\b|\bpretend (?:to be|you|that)\b|\bact as (?:a|an|if)\b|<\/?(?:system|script|instructions?)>/,
  ],
  [
    "injection",
    /\b(?:api[ _-]?keys?|passwords?|passwd|credentials?|secrets?|access tokens?|admin token|env(?:ironment)? variables?|private key)\b/,
  ],
  [
    "injection",
    /\bunion select\b|\bselect .{1,30} from \w+|\bor 1 ?= ?1\b|--$|\/etc\/passwd|\$\(|\brm -rf\b/,
  ],
  [
    "injection",
    /(?:忽略|无视|忘记|忘掉|绕过|覆盖).{0,10}(?:指令|提示|规则|限制|要求|设定)|系统提示词|提示词|扮演|你现在是|越狱|开发者模式/,
  ],
  ["injection", /密码|密钥|口令|令牌|凭证|环境变量/],
  ["write_action", new RegExp(`^${POLITE}(?:${WRITE_VERBS})\\b(?! score)`)],
  [
    "write_action",
    /\b(?:drop|delete|truncate)\s+(?:the\s+)?(?:table|database|all|from|index|everything|data)\b/,
  ],
  [
    "write_action",
    /^(?:请|帮我|帮忙|麻烦|能不能|能否|可以|给我|立即|马上|现在|赶紧|你|(?:把|将|对|给|在).{1,20}?)*(?:重启(?!次数|了|过|最|多|情况|数|趋势)|删除|删掉|清空|关闭|关掉|停止|停掉|停了|杀掉|干掉|扩容|缩容|注入|下线|部署|回滚|切主|切换|屏蔽|静默|确认告警|修改|新建|创建|执行(?!时间|耗时|次数)|启动|终止|中止|禁用|启用|升级|迁移|清除|修复|触发(?!了|过))/,
  ],
  [
    "out_of_scope",
    /\b(?:weather|jokes?|poems?|song|lyrics|recipe|stock price|bitcoin|football|soccer|basketball|news|movie|film|translate|capital of|president|homework|essay|horoscope|world cup|lottery|dinner|lunch|restaurant|love me|meaning of life|write (?:me )?(?:a|an|some) (?:code|program|script|email|story|letter|function)|python|javascript|tell me a story|birthday|who won|flight|hotel|salary)\b/,
  ],
  [
    "out_of_scope",
    /天气|笑话|写诗|首诗|写一首|讲故事|讲个故事|菜谱|股票|股价|比特币|新闻|电影|翻译|首都|总统|作业|写代码|星座|彩票|唱歌|吃什么|足球|航班|酒店|工资|写一封|写封/,
  ],
  ["forecast", /\b(?:will|forecast|predict(?:ion)?s?|going to|expected to)\b|预测|预计|会不会|预估|将会/],
];

/** Why a normalised question is not for us; null when nothing speaks against it. */
export function refusalOf(text: string): Reason | null {
  return BOUNDARIES.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
