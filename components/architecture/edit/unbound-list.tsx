"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { ArchitectureView, DiagramNode } from "@/lib/architecture/schemas";
import { useWords } from "../use-words";
import type { Editor } from "./use-editor";

/** More than this cannot be read in a panel; binding some makes room. */
const ROWS_MAX = 100;

/** Resources of the business that no node shows; each can be bound to the selected node, or become one. */
export function UnboundList({
  unbound,
  editor,
  selected,
  onAdd,
}: {
  unbound: ArchitectureView["unbound"];
  editor: Editor | null;
  selected: DiagramNode | undefined;
  onAdd: (resource: ArchitectureView["unbound"][number]) => void;
}) {
  const t = useTranslations("architecture");
  const words = useWords();
  if (unbound.length === 0) return <p className="p-3 text-muted">{t("nothingUnbound")}</p>;
  return (
    <ul className="flex flex-col p-2">
      {unbound.slice(0, ROWS_MAX).map((resource) => (
        <li key={resource.id} className="flex min-h-8 items-center gap-2 px-1">
          <span className="min-w-0 flex-1">
            <span className="block truncate">{resource.id}</span>
            <span className="block text-sm text-faint">{words.product(resource.product)}</span>
          </span>
          {editor && selected && (
            <Button
              size="sm"
              onClick={() =>
                editor.edit({
                  kind: "change",
                  id: selected.id,
                  to: {
                    binding: {
                      ...selected.binding,
                      resources: [...selected.binding.resources, resource.id],
                    },
                  },
                })
              }
            >
              {t("bindTo", { node: selected.title })}
            </Button>
          )}
          {editor && (
            <Button size="sm" onClick={() => onAdd(resource)}>
              {t("asNode")}
            </Button>
          )}
        </li>
      ))}
      {unbound.length > ROWS_MAX && (
        <li className="px-1 text-sm text-faint">{t("more", { count: unbound.length - ROWS_MAX })}</li>
      )}
    </ul>
  );
}
