import type { Labels, Matrix, QueryValue } from "@/lib/metrics/store";
import { sortedLabels } from "@/lib/metrics/labels";
import { formatTimestamp, formatValue } from "./format-number";

/** Label sets are shared objects of the store: their text is made once. */
const labelTexts = new WeakMap<Labels, string>();

function labelsJson(labels: Labels): string {
  const known = labelTexts.get(labels);
  if (known !== undefined) return known;
  const text = JSON.stringify(Object.fromEntries(sortedLabels(labels)));
  labelTexts.set(labels, text);
  return text;
}

const pair = (t: number, v: number) => `[${formatTimestamp(t)},"${formatValue(v)}"]`;

/** The steps of a grid are the same in every series, the moment of a vector in every sample: each is written once. */
function timeWriter(): (t: number) => string {
  const times = new Map<number, string>();
  return (t) => {
    let text = times.get(t);
    if (text === undefined) times.set(t, (text = formatTimestamp(t)));
    return text;
  };
}

function matrixJson(series: Matrix): string {
  const timeText = timeWriter();
  const parts = series.map(({ labels, t, v }) => {
    let values = "";
    for (let i = 0; i < t.length; i++) {
      values += `${i === 0 ? "" : ","}[${timeText(t[i] as number)},"${formatValue(v[i] as number)}"]`;
    }
    return `{"metric":${labelsJson(labels)},"values":[${values}]}`;
  });
  return `[${parts.join(",")}]`;
}

/** The `data` of a query's answer. Built as text: nested arrays of a big answer would cost many times as much. */
export function queryDataJson(value: QueryValue): string {
  switch (value.type) {
    case "scalar":
      return `{"resultType":"scalar","result":${pair(value.t, value.v)}}`;
    case "string":
      return `{"resultType":"string","result":[${formatTimestamp(value.t)},${JSON.stringify(value.v)}]}`;
    case "vector": {
      const timeText = timeWriter();
      const entries = value.samples.map(
        ({ labels, t, v }) => `{"metric":${labelsJson(labels)},"value":[${timeText(t)},"${formatValue(v)}"]}`,
      );
      return `{"resultType":"vector","result":[${entries.join(",")}]}`;
    }
    default:
      return `{"resultType":"matrix","result":${matrixJson(value.series)}}`;
  }
}
