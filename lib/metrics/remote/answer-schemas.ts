import { z } from "zod";

/** @see https://prometheus.io/docs/prometheus/2.42/querying/api/ */
const pair = z.tuple([z.number(), z.string()]);
const metric = z.record(z.string(), z.string());

const success = <T extends z.ZodType>(data: T) =>
  z.object({
    status: z.literal("success"),
    data,
    warnings: z.array(z.string()).nullish(),
    infos: z.array(z.string()).nullish(),
  });

/** What an entry holds besides or instead of numbers, in engines that keep native histograms. */
const nativeHistogram = z.unknown().optional();

const matrix = z.object({
  resultType: z.literal("matrix"),
  result: z.array(z.object({ metric, values: z.array(pair).default([]), histograms: nativeHistogram })),
});

export const queryAnswerSchema = success(
  z.discriminatedUnion("resultType", [
    z.object({ resultType: z.literal("scalar"), result: pair }),
    z.object({ resultType: z.literal("string"), result: pair }),
    z.object({
      resultType: z.literal("vector"),
      result: z.array(z.object({ metric, value: pair.optional(), histogram: nativeHistogram })),
    }),
    matrix,
  ]),
);
export type QueryAnswer = z.infer<typeof queryAnswerSchema>["data"];

export const rangeAnswerSchema = success(matrix);
export type RangeAnswer = z.infer<typeof rangeAnswerSchema>["data"];

export const seriesAnswerSchema = success(z.array(metric));
export const namesAnswerSchema = success(z.array(z.string()));
export const metadataAnswerSchema = success(
  z.record(
    z.string(),
    z.array(z.object({ type: z.string(), help: z.string().default(""), unit: z.string().default("") })),
  ),
);
