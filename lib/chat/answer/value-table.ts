import type { VectorSample } from "@/lib/metrics/store";
import type { Table } from "../schemas";
import { seriesName } from "./metric-query";
import type { MetricQuestion } from "./metric-query";

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Name and value of each sample, in the order given. */
export function valueTable(question: MetricQuestion, samples: readonly VectorSample[]): Table {
  const { answer, plan, unit, title } = question;
  const labels = plan.groupBy.length > 0 ? plan.groupBy : (["resource"] as const);
  return {
    columns: [
      { key: "name", title: capital(labels.map((l) => answer.say.label[l] ?? l).join(" · ")), unit: "" },
      { key: "value", title, unit },
    ],
    rows: samples.map((sample) => ({ name: seriesName(question, sample.labels), value: sample.v })),
  };
}
