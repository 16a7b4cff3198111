"use client";
import { useQuery } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { useLocalText } from "@/lib/i18n/use-local-text";
import type { ArchitectureState } from "@/lib/architecture/schemas";
import { architectureQueries } from "./architecture-queries";
import { nodesShowing, nodesWith } from "./graph-ids";

/** Ids of the diagram's nodes that a question means; null: nothing is asked. */
export function useFound(q: string, at: number | null, state: ArchitectureState | undefined) {
  const query = useQuery(architectureQueries.search(q, at));
  if (q === "") return { query, found: null };
  const { data } = query;
  // Nodes whose resources fit are found by these: a group in two zones is not in zone 2 as a whole.
  const found = data
    ? data.resources.length > 0
      ? nodesWith(state, data.resources)
      : nodesShowing(state, data.nodes)
    : new Set<string>();
  return { query, found };
}

/** Asks for parts of the diagram in words: "redis in zone 2 behind pay". */
export function SearchBox({
  q,
  onAsk,
  found,
  query,
}: {
  q: string;
  onAsk: (q: string) => void;
  found: ReadonlySet<string> | null;
  query: ReturnType<typeof useFound>["query"];
}) {
  const t = useTranslations("architecture");
  const local = useLocalText();
  const [text, setText] = useState(q);
  const { data, error } = query;
  return (
    <search className="min-w-44 flex-1 sm:max-w-md">
      <form
        className="flex flex-wrap items-center gap-x-2 gap-y-1"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(text.trim());
        }}
      >
        <div className="relative min-w-0 flex-1">
          <Search className="absolute top-2 left-2 size-4 text-faint" aria-hidden />
          <Input
            aria-label={t("search")}
            placeholder={t("searchHint")}
            value={text}
            maxLength={200}
            onChange={(event) => setText(event.currentTarget.value)}
            className="!px-8"
          />
          {q !== "" && (
            <IconButton
              icon={X}
              size="sm"
              label={t("clearSearch")}
              className="!absolute top-1 right-1"
              onClick={() => {
                setText("");
                onAsk("");
              }}
            />
          )}
        </div>
        {q !== "" && (
          <output className="w-full text-sm text-muted">
            {error ? (
              <span className="text-critical">{error.message}</span>
            ) : data && found ? (
              <>
                {t("found", { count: found.size })} · {local(data.interpretation.en, data.interpretation.zh)}
                {data.notUnderstood.length > 0 && (
                  <span className="text-warning">
                    {" "}
                    · {t("notUnderstood", { words: data.notUnderstood.join(", ") })}
                  </span>
                )}
              </>
            ) : (
              t("searching")
            )}
          </output>
        )}
      </form>
    </search>
  );
}
