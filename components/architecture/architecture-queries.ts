import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import type { RangeMs } from "@/lib/core/time";
import { getJson, postJson } from "@/lib/http/get-json";
import {
  architectureListSchema,
  architectureStateSchema,
  architectureViewSchema,
  type Diagram,
  diagramDiffSchema,
  diagramSchema,
  versionListSchema,
} from "@/lib/architecture/schemas";
import { localisationSchema } from "@/lib/localisation/schemas";
import { impactSchema, searchResultSchema } from "@/lib/topology/schemas";

/** The pace of live samples. */
const LIVE_MS = 5_000;

const pathOf = (slug: string): string => `/api/architectures/${encodeURIComponent(slug)}`;

export const architectureQueries = {
  all: () => ["architectures"] as const,
  list: () =>
    queryOptions({
      queryKey: [...architectureQueries.all(), "list"] as const,
      queryFn: ({ signal }) => getJson("/api/architectures", { schema: architectureListSchema, signal }),
    }),
  /** At a moment, or now. */
  diagram: (slug: string, at: number | null) =>
    queryOptions({
      queryKey: [...architectureQueries.all(), "diagram", slug, at] as const,
      queryFn: ({ signal }) =>
        getJson(pathOf(slug), { query: { at }, schema: architectureViewSchema, signal }),
      placeholderData: keepPreviousData,
    }),
  /** Of a moment that has passed nothing changes any more. */
  state: (slug: string, at: number | null) =>
    queryOptions({
      queryKey: [...architectureQueries.all(), "state", slug, at] as const,
      queryFn: ({ signal }) =>
        getJson(`${pathOf(slug)}/state`, { query: { at }, schema: architectureStateSchema, signal }),
      placeholderData: keepPreviousData,
      ...(at === null ? { refetchInterval: LIVE_MS } : { staleTime: 60_000 }),
    }),
  /** Of a diagram that is being edited. */
  preview: (app: string | null, diagram: Diagram, isOn: boolean) =>
    queryOptions({
      queryKey: [...architectureQueries.all(), "preview", app, shapeOf(diagram)] as const,
      queryFn: ({ signal }) =>
        postJson("/api/architectures/state", {
          body: { app, diagram },
          schema: architectureStateSchema,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: LIVE_MS,
      enabled: isOn,
    }),
  versions: (slug: string) =>
    queryOptions({
      queryKey: [...architectureQueries.all(), "versions", slug] as const,
      queryFn: ({ signal }) => getJson(`${pathOf(slug)}/versions`, { schema: versionListSchema, signal }),
    }),
  diff: (slug: string, from: number, to: number) =>
    queryOptions({
      queryKey: [...architectureQueries.all(), "diff", slug, from, to] as const,
      queryFn: ({ signal }) =>
        getJson(`${pathOf(slug)}/diff`, { query: { from, to }, schema: diagramDiffSchema, signal }),
      staleTime: Infinity,
    }),
  impact: (node: string, at: number | null) =>
    queryOptions({
      queryKey: ["topology", "impact", node, at] as const,
      queryFn: ({ signal }) =>
        getJson("/api/topology/impact", { query: { node, at }, schema: impactSchema, signal }),
      retry: false,
    }),
  causes: (node: string, range: RangeMs) =>
    queryOptions({
      queryKey: ["localisation", node, range] as const,
      queryFn: ({ signal }) =>
        getJson("/api/localisation", { query: { node, ...range }, schema: localisationSchema, signal }),
      staleTime: Infinity,
      retry: false,
    }),
  search: (q: string, at: number | null) =>
    queryOptions({
      queryKey: ["topology", "search", q, at] as const,
      queryFn: ({ signal }) =>
        getJson("/api/topology/search", { query: { q, at }, schema: searchResultSchema, signal }),
      enabled: q !== "",
      placeholderData: keepPreviousData,
    }),
};

/** Where nodes stand changes nothing of what they show. */
const shapeOf = ({ nodes, edges }: Diagram): string =>
  JSON.stringify([nodes.map(({ id, binding }) => [id, binding]), edges]);

export const architectureActions = {
  save: (slug: string, body: { diagram: Diagram; baseVersion: number; note: string }) =>
    postJson(pathOf(slug), { method: "PUT", body, schema: architectureViewSchema }),
  create: (body: { slug: string; title: string; app: string | null }) =>
    postJson("/api/architectures", { body, schema: architectureViewSchema }),
  remove: (slug: string) => postJson(pathOf(slug), { method: "DELETE", schema: z.undefined() }),
  restore: (slug: string, body: { version: number; baseVersion: number }) =>
    postJson(`${pathOf(slug)}/restore`, { body, schema: architectureViewSchema }),
  importYaml: (slug: string, text: string, baseVersion: number) =>
    postJson(`${pathOf(slug)}/yaml`, {
      method: "PUT",
      query: { baseVersion },
      text,
      schema: architectureViewSchema,
    }),
  generate: (slug: string) => getJson(`${pathOf(slug)}/generated`, { schema: diagramSchema }),
};

export const yamlHref = (slug: string, version: number | null): string =>
  `${pathOf(slug)}/yaml${version === null ? "" : `?version=${version}`}`;
