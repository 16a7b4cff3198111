import { z } from "zod";
import { SECOND_MS } from "@/lib/core/time";
import type { LabelledSeries } from "./prepare-names";

const labelsSchema = z.record(z.string(), z.string());
/** Seconds and the value as text: JSON has no infinity (Prometheus HTTP API, "Expression query result formats"). */
const pointSchema = z.tuple([z.number(), z.string()]);

function toNumber(text: string): number {
  if (text === "+Inf") return Infinity;
  return text === "-Inf" ? -Infinity : Number(text);
}

/** What PromQL has to say of an answer: warnings first. */
const notesShape = {
  warnings: z.array(z.string()).default([]),
  infos: z.array(z.string()).default([]),
};

/** `GET /api/v1/query_range`, in ms. */
export const matrixSchema = z
  .object({
    data: z.object({
      resultType: z.literal("matrix"),
      result: z.array(z.object({ metric: labelsSchema, values: z.array(pointSchema) })),
    }),
    ...notesShape,
  })
  .transform(({ data, warnings, infos }) => ({
    series: data.result.map(({ metric, values }): LabelledSeries => ({
      labels: metric,
      t: Float64Array.from(values, ([t]) => Math.round(t * SECOND_MS)),
      v: Float64Array.from(values, ([, v]) => toNumber(v)),
    })),
    notes: [...warnings, ...infos],
  }));

/** `GET /api/v1/query`; a scalar is a vector of one without labels. */
export const vectorSchema = z
  .object({
    data: z.union([
      z.object({
        resultType: z.literal("vector"),
        result: z.array(z.object({ metric: labelsSchema, value: pointSchema })),
      }),
      z.object({ resultType: z.literal("scalar"), result: pointSchema }),
    ]),
  })
  .transform(({ data }) =>
    data.resultType === "scalar"
      ? [{ labels: {}, v: toNumber(data.result[1]) }]
      : data.result.map(({ metric, value }) => ({ labels: metric, v: toNumber(value[1]) })),
  );

export const namesSchema = z.object({ data: z.array(z.string()) }).transform(({ data }) => data);

export const metadataSchema = z
  .object({
    data: z.record(z.string(), z.array(z.object({ type: z.string(), help: z.string(), unit: z.string() }))),
  })
  .transform(({ data }) => data);
