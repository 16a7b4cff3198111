import * as fc from "fast-check";
import { WORLD_START } from "./promql-world";

const METRICS = [
  "c_total",
  "g",
  "odd",
  "state",
  "sparse",
  "one",
  "info",
  "late",
  "early",
  "h_bucket",
  "nothing",
  "zero",
  "single",
];
const MATCHERS = [
  'app="pay"',
  'zone!="a"',
  'instance=~"i[1-3]"',
  'app!~"cart|pay"',
  'zone=~".*"',
  'app=~"(?i)PAY"',
];
const LABELS = ["app", "zone", "instance", "le", "version", "missing"];
const DURATIONS = ["20s", "1m", "2m30s", "5m", "17m", "1h", "90s", "1500ms"];
const at = (offsetS: number): string => String(WORLD_START / 1000 + offsetS);

const pick = (...options: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...options);
const join = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(""));
const text = (value: string): fc.Arbitrary<string> => fc.constant(value);
const list = (options: readonly string[]): fc.Arbitrary<string> =>
  fc.subarray([...options], { maxLength: 3 }).map((chosen) => chosen.join(", "));

const modifier = fc.oneof(
  { weight: 12, arbitrary: text("") },
  { weight: 2, arbitrary: pick(" offset 1m", " offset 3m30s", " offset -45s") },
  { weight: 2, arbitrary: pick(` @ ${at(1500)}`, ` @ ${at(2211.5)}`, " @ start()", " @ end()") },
  {
    weight: 1,
    arbitrary: pick(` @ ${at(900)} offset 2m`, " offset 1m @ end()", ` offset -1m @ ${at(2000)}`),
  },
);
const braces = fc
  .subarray(MATCHERS, { maxLength: 2 })
  .map((chosen) => (chosen.length > 0 ? `{${chosen.join(",")}}` : ""));
/** Of several metrics at once: their label sets clash when the names are dropped. */
const manyNames = pick(
  '{__name__=~"g|one"}',
  '{__name__=~"info|late|early"}',
  '{app="pay", __name__!~".*bucket|odd"}',
  '{__name__=~".+", zone="a", instance="i1"}',
);
const selector = fc.oneof(
  { weight: 12, arbitrary: join(pick(...METRICS), braces, modifier) },
  { weight: 1, arbitrary: join(manyNames, modifier) },
);
/** Values of these do not tie, so which one topk keeps is certain. */
const distinct = join(pick("c_total", "g", "one", "rate(c_total[5m])"), text(""));

const MATRIX_FUNCTIONS = [
  "rate",
  "increase",
  "delta",
  "irate",
  "idelta",
  "deriv",
  "changes",
  "resets",
  "sum_over_time",
  "avg_over_time",
  "min_over_time",
  "max_over_time",
  "count_over_time",
  "last_over_time",
  "present_over_time",
  "stddev_over_time",
  "stdvar_over_time",
  "absent_over_time",
];
const VECTOR_FUNCTIONS = [
  "abs",
  "ceil",
  "floor",
  "exp",
  "sqrt",
  "ln",
  "log2",
  "log10",
  "sgn",
  "round",
  "absent",
  "-",
  "+",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "tanh",
  "asinh",
  "acosh",
  "atanh",
  "deg",
  "rad",
];
const DATE_FUNCTIONS = [
  "hour",
  "minute",
  "month",
  "year",
  "day_of_week",
  "day_of_month",
  "day_of_year",
  "days_in_month",
];
const AGGREGATIONS = ["sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"];

const matching = fc.oneof(
  { weight: 4, arbitrary: text("") },
  {
    weight: 4,
    arbitrary: join(
      pick("on", "ignoring"),
      text("("),
      list(LABELS),
      text(")"),
      pick("", "", " group_left", " group_right", " group_left(version)", " group_right(zone)"),
    ),
  },
);
const setMatching = fc.oneof(text(""), join(pick("on", "ignoring"), text("("), list(LABELS), text(")")));
const arithmetic = pick("+", "-", "*", "/", "%", "^", "atan2");
const comparison = join(pick("==", "!=", ">", "<", ">=", "<="), pick("", " bool"));
const literal = pick(
  "0",
  "1",
  "-2.5",
  "10",
  "0.5",
  "1e3",
  "0x1F",
  "Inf",
  "-Inf",
  "NaN",
  "-0",
  "010",
  ".5",
  "5.",
  "1E-3",
  "+2",
  "1e300",
  "9007199254740993",
);

/** Well-typed PromQL over the metrics of `makeWorld`. */
export const { vector: vectorQuery, scalar: scalarQuery } = fc.letrec<{
  vector: string;
  scalar: string;
  matrix: string;
}>((tie) => {
  const depthIdentifier = fc.createDepthIdentifier();
  const vector = tie("vector");
  const scalar = tie("scalar");
  const matrix = tie("matrix");
  const grouping = join(pick(" by ", " without "), text("("), list(LABELS), text(")"));
  // Prometheus 2.42 moves a pinned range along with the steps when another argument varies: rule 9 of the README.
  const unpinned = join(
    pick(...METRICS),
    braces,
    text("["),
    pick(...DURATIONS),
    text("]"),
    pick("", "", " offset 1m", " offset -45s"),
  );
  const anyGrouping = fc.oneof(text(""), grouping);
  // Prometheus 2.42 forgets the offset of a selector that `@` pins as well: rule 9.
  const sampleTime = join(
    text("timestamp("),
    pick(...METRICS),
    braces,
    pick("", " offset 1m", " @ end()", " @ start()"),
    text(")"),
  );
  const timestamp = fc.oneof(sampleTime, join(text("timestamp(-("), vector, text("))")));
  // With three labels Prometheus 2.42 loses one after the first step, because it sorts a shared slice: rule 10.
  const countGrouping = pick("", "", " by (app)", " by (zone, app)", " without (instance)", " by (missing)");
  const one = (depth: string[]): fc.Arbitrary<string> => pick(...depth);
  return {
    scalar: fc.oneof(
      { depthIdentifier, maxDepth: 4 },
      literal,
      pick("time()", "pi()"),
      join(text("scalar("), vector, text(")")),
      join(text("("), scalar, text(" "), arithmetic, text(" "), scalar, text(")")),
      join(text("("), scalar, text(" "), pick("==", ">", "<="), text(" bool "), scalar, text(")")),
    ),
    matrix: fc.oneof(
      { depthIdentifier, maxDepth: 4 },
      {
        weight: 5,
        arbitrary: join(pick(...METRICS), braces, text("["), pick(...DURATIONS), text("]"), modifier),
      },
      { weight: 1, arbitrary: join(selector, pick("[20s:1m]", "[1m:2m]", "[90s:]")) },
      {
        weight: 1,
        arbitrary: join(
          text("("),
          vector,
          text(")["),
          // Long enough for a step: without one Prometheus still reports the faults of a pinned expression, rule 9.
          pick("2m30s", "5m", "17m", "1h"),
          text(":"),
          pick("", "30s", "1m", "2m"),
          text("]"),
          modifier,
        ),
      },
    ),
    vector: fc.oneof(
      { depthIdentifier, maxDepth: 4 },
      { weight: 3, arbitrary: selector },
      { weight: 4, arbitrary: join(one(MATRIX_FUNCTIONS), text("("), matrix, text(")")) },
      { weight: 1, arbitrary: join(text("quantile_over_time("), scalar, text(", "), unpinned, text(")")) },
      { weight: 1, arbitrary: join(text("predict_linear("), unpinned, text(", "), scalar, text(")")) },
      {
        weight: 1,
        arbitrary: join(
          text("holt_winters("),
          matrix,
          text(", 0.3, "),
          pick("0.1", "0.9", "0", "1"),
          text(")"),
        ),
      },
      { weight: 1, arbitrary: join(pick("sort", "sort_desc"), text("("), vector, text(")")) },
      {
        weight: 1,
        arbitrary: join(
          pick("SUM", "Max", "count"),
          text("("),
          vector,
          text(")"),
          pick(" BY (app)", " without(le,)"),
        ),
      },
      { weight: 3, arbitrary: join(one(VECTOR_FUNCTIONS), text("("), vector, text(")")) },
      { weight: 1, arbitrary: join(one(DATE_FUNCTIONS), text("("), timestamp, text(")")) },
      { weight: 1, arbitrary: join(one(DATE_FUNCTIONS), text("()")) },
      { weight: 1, arbitrary: timestamp },
      // Clamped, because the sine of 1e40 is nothing but the rounding of its argument.
      {
        weight: 1,
        arbitrary: join(pick("sin", "cos", "tan"), text("(clamp("), vector, text(", -10, 10))")),
      },
      {
        weight: 1,
        arbitrary: join(
          pick("clamp_max", "clamp_min", "round"),
          text("("),
          vector,
          text(", "),
          scalar,
          text(")"),
        ),
      },
      {
        weight: 1,
        arbitrary: join(text("clamp("), vector, text(", "), scalar, text(", "), scalar, text(")")),
      },
      { weight: 1, arbitrary: join(text("vector("), scalar, text(")")) },
      { weight: 4, arbitrary: join(one(AGGREGATIONS), anyGrouping, text("("), vector, text(")")) },
      {
        weight: 1,
        arbitrary: join(
          pick("topk", "bottomk"),
          anyGrouping,
          text("("),
          pick("0", "1", "3", "2.7"),
          text(", "),
          distinct,
          text(")"),
        ),
      },
      {
        weight: 1,
        arbitrary: join(text("quantile"), anyGrouping, text("("), literal, text(", "), vector, text(")")),
      },
      {
        weight: 1,
        arbitrary: join(
          text("count_values"),
          countGrouping,
          text('("'),
          pick("value", "app"),
          text('", '),
          pick("state", "g", "odd", "h_bucket", "floor(c_total)"),
          text(")"),
        ),
      },
      {
        weight: 1,
        arbitrary: join(
          text("histogram_quantile("),
          scalar,
          text(", "),
          pick("rate(h_bucket[5m])", "sum by (app, le) (h_bucket)", "h_bucket"),
          text(")"),
        ),
      },
      {
        weight: 1,
        arbitrary: join(
          text("label_replace("),
          vector,
          text(', "'),
          pick("app", "new", "__name__"),
          text('", "'),
          pick("$1-x", "", "${2}$1", "c_$0", "$$$first", "${first}x$9"),
          text('", "'),
          pick("app", "zone", "missing"),
          text('", "'),
          pick("(.*)", "(p|b)(.*)", "x", "(?P<first>.).*", "(?i:PA)y|"),
          text('")'),
        ),
      },
      {
        weight: 1,
        arbitrary: join(
          text("label_join("),
          vector,
          text(', "'),
          pick("app", "new"),
          pick('", "-", "zone", "app")', '", ", ", "zone", "zone", "missing")', '", "")'),
        ),
      },
      {
        weight: 3,
        arbitrary: join(
          text("("),
          vector,
          text(" "),
          fc.oneof(arithmetic, comparison),
          text(" "),
          scalar,
          text(")"),
        ),
      },
      {
        weight: 2,
        arbitrary: join(
          text("("),
          scalar,
          text(" "),
          fc.oneof(arithmetic, comparison),
          text(" "),
          vector,
          text(")"),
        ),
      },
      {
        weight: 4,
        arbitrary: join(
          text("("),
          vector,
          text(" "),
          fc.oneof(arithmetic, comparison),
          text(" "),
          matching,
          text(" "),
          vector,
          text(")"),
        ),
      },
      {
        weight: 2,
        arbitrary: join(
          text("("),
          vector,
          text(" "),
          pick("and", "or", "unless", "AND", "Or"),
          text(" "),
          setMatching,
          text(" "),
          vector,
          text(")"),
        ),
      },
    ),
  };
});
