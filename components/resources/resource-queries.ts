import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { SECOND_MS } from "@/lib/core/time";
import type { DifferenceKind } from "@/lib/resources/constants";
import { getJson, postJson } from "@/lib/http/get-json";
import {
  comparisonViewSchema,
  importViewSchema,
  resourceDetailSchema,
  resourceListSchema,
  savedViewListSchema,
} from "@/lib/resources/schemas";
import type { FilterQuery } from "./resource-filter";

/** More hits than this cannot be read in a palette. */
const HITS_MAX = 8;
/** Rows of one request: several screens. */
export const PAGE_ROWS = 100;
/** More differences than this are settled by their cause, not one by one. */
export const DIFFERENCES_SHOWN = 500;
/** Utilisation is announced by nobody; the server asks its store for it as often. */
const REFRESH_MS = 10 * SECOND_MS;

export const resourceQueries = {
  all: () => ["resources"] as const,
  /** Resources that the words fit, best match first. */
  search: (text: string) =>
    queryOptions({
      queryKey: [...resourceQueries.all(), "search", text] as const,
      queryFn: ({ signal }) =>
        getJson("/api/resources", {
          query: { q: text, limit: HITS_MAX },
          schema: resourceListSchema,
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
  /** How many fit, and the values of each filter. */
  facets: (filter: FilterQuery) =>
    queryOptions({
      queryKey: [...resourceQueries.all(), "facets", filter] as const,
      queryFn: ({ signal }) =>
        getJson("/api/resources", {
          query: { ...filter, facets: "1", limit: 1 },
          schema: resourceListSchema,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    }),
  page: (filter: FilterQuery, page: number) =>
    queryOptions({
      queryKey: [...resourceQueries.all(), "page", filter, page] as const,
      queryFn: ({ signal }) =>
        getJson("/api/resources", {
          query: { ...filter, limit: PAGE_ROWS, offset: page * PAGE_ROWS },
          schema: resourceListSchema,
          signal,
        }),
      refetchInterval: REFRESH_MS,
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...resourceQueries.all(), "one", id] as const,
      queryFn: ({ signal }) =>
        getJson(`/api/resources/${encodeURIComponent(id)}`, { schema: resourceDetailSchema, signal }),
      refetchInterval: REFRESH_MS,
      retry: false,
    }),
  comparison: (query: { limit: number; kind?: DifferenceKind; ignored?: "1" }) =>
    queryOptions({
      queryKey: [...resourceQueries.all(), "comparison", query] as const,
      queryFn: ({ signal }) =>
        getJson("/api/resources/comparison", { query: { ...query }, schema: comparisonViewSchema, signal }),
      placeholderData: keepPreviousData,
      // A pass of discovery that changes nothing is not announced, but its time is shown.
      refetchInterval: REFRESH_MS,
    }),
  views: () =>
    queryOptions({
      queryKey: [...resourceQueries.all(), "views"] as const,
      queryFn: ({ signal }) => getJson("/api/resources/views", { schema: savedViewListSchema, signal }),
    }),
  /** What an inventory file would change, and its faults. */
  importPreview: (text: string) =>
    queryOptions({
      queryKey: ["import-preview", text] as const,
      queryFn: ({ signal }) =>
        postJson("/api/resources/import/preview", { text, schema: importViewSchema, signal }),
      enabled: text.trim() !== "",
      placeholderData: keepPreviousData,
      gcTime: 0,
      retry: false,
    }),
};

export const resourcePageHref = (id: string): string => `/resources/${encodeURIComponent(id)}`;
