"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { Facet, ResourceSort } from "@/lib/resources/constants";
import {
  filterParsers,
  type FilterQuery,
  filterQuery,
  type FilterState,
  NO_FILTERS,
  viewState,
} from "./resource-filter";

export interface ResourceFilterControl {
  state: FilterState;
  query: FilterQuery;
  search: (text: string) => void;
  /** Adds a value of a filter, or takes it away. */
  toggle: (facet: Facet, value: string) => void;
  /** Orders by a column; once more turns the order round, a third time takes it away. */
  sortBy: (sort: ResourceSort) => void;
  clear: () => void;
  /** Shows what a saved view says. */
  show: (view: string) => void;
}

/** Columns of which the greatest is looked for first. */
const GREATEST_FIRST: readonly ResourceSort[] = ["utilisation", "alarms", "findings", "faults", "seen"];

/** Filters and order of the inventory. They live in the address and nowhere else. */
export function useResourceFilter(): ResourceFilterControl {
  const [state, setState] = useQueryStates(filterParsers, { history: "replace", shallow: true });
  return useMemo(
    () => ({
      state,
      query: filterQuery(state),
      search: (q) => void setState({ q: q === "" ? null : q }),
      toggle: (facet, value) => {
        const chosen = state[facet];
        const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
        void setState({ [facet]: next.length === 0 ? null : next }, { history: "push" });
      },
      sortBy: (sort) => {
        const first = GREATEST_FIRST.includes(sort) ? "desc" : "asc";
        if (state.sort !== sort) void setState({ sort, order: first });
        else if (state.order === first) void setState({ sort, order: first === "asc" ? "desc" : "asc" });
        else void setState({ sort: null, order: null });
      },
      clear: () => void setState(NO_FILTERS, { history: "push" }),
      show: (view) => void setState(viewState(view) as Partial<FilterState>, { history: "push" }),
    }),
    [state, setState],
  );
}
