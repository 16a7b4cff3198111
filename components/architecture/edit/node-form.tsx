"use client";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { AppError } from "@/lib/core/errors";
import { parseResourceSelector } from "@/lib/architecture/document/selector";
import type { DiagramNode } from "@/lib/architecture/schemas";
import { LAYERS } from "@/lib/resources/constants";
import { Section } from "../section";
import type { Editor } from "./use-editor";

/** Name, lane, bindings and lines of the node that is selected. */
export function NodeForm({
  node,
  editor,
  onGone,
}: {
  node: DiagramNode;
  editor: Editor;
  onGone: () => void;
}) {
  const t = useTranslations("architecture");
  const [title, setTitle] = useState(node.title);
  const change = (to: Partial<Pick<DiagramNode, "title" | "layer" | "binding">>): void =>
    editor.edit({ kind: "change", id: node.id, to });
  const rename = (): void => {
    const wanted = title.trim();
    if (wanted === "") setTitle(node.title);
    else if (wanted !== node.title) change({ title: wanted });
  };
  return (
    <Section title={t("editNode")}>
      <Field label={t("name")}>
        <Input
          value={title}
          maxLength={120}
          onChange={(event) => setTitle(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => {
            if (event.key === "Enter") rename();
          }}
        />
      </Field>
      <Field label={t("lane")}>
        <Select
          label={t("lane")}
          value={node.layer}
          options={LAYERS.map((layer) => ({ value: layer, label: t(`layers.${layer}`) }))}
          onValueChange={(layer) => change({ layer })}
        />
      </Field>
      <Bindings
        title={t("selectors")}
        hint={t("selectorHint")}
        placeholder={t("selectorExample")}
        values={node.binding.selectors}
        check={faultOf}
        onChange={(selectors) => change({ binding: { ...node.binding, selectors } })}
      />
      <Bindings
        title={t("byHand")}
        placeholder={t("byHandExample")}
        values={node.binding.resources}
        onChange={(resources) => change({ binding: { ...node.binding, resources } })}
      />
      <Lines node={node} editor={editor} />
      <Button
        variant="danger"
        onClick={() => {
          editor.edit({ kind: "remove", ids: [node.id] });
          onGone();
        }}
      >
        <Trash2 className="size-4" aria-hidden />
        {t("removeNode")}
      </Button>
    </Section>
  );
}

function faultOf(selector: string): string | null {
  try {
    parseResourceSelector(selector);
    return null;
  } catch (error) {
    return error instanceof AppError ? error.message : String(error);
  }
}

interface BindingsProps {
  title: string;
  hint?: string;
  placeholder: string;
  values: readonly string[];
  /** What is wrong with a text, or null. */
  check?: (text: string) => string | null;
  onChange: (values: string[]) => void;
}

function Bindings({ title, hint, placeholder, values, check = () => null, onChange }: BindingsProps) {
  const t = useTranslations("architecture");
  const [text, setText] = useState("");
  const wanted = text.trim();
  const fault = wanted === "" ? null : check(wanted);
  const add = (): void => {
    if (wanted === "" || fault !== null) return;
    if (!values.includes(wanted)) onChange([...values, wanted]);
    setText("");
  };
  return (
    <div className="flex flex-col gap-1">
      <Field label={title} hint={hint} error={fault}>
        <div className="flex gap-1">
          <Input
            aria-label={title}
            value={text}
            placeholder={placeholder}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
            className="font-mono !text-sm"
          />
          <Button onClick={add} disabled={wanted === "" || fault !== null}>
            {t("add")}
          </Button>
        </div>
      </Field>
      <ul className="flex flex-col">
        {values.map((value) => (
          <li key={value} className="flex items-center gap-1">
            <code className="min-w-0 flex-1 text-sm [overflow-wrap:anywhere]">{value}</code>
            <IconButton
              icon={Trash2}
              size="sm"
              label={t("removeBinding", { value })}
              onClick={() => onChange(values.filter((one) => one !== value))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Joining by keyboard: the other end is chosen from a list. */
function Lines({ node, editor }: { node: DiagramNode; editor: Editor }) {
  const t = useTranslations("architecture");
  const { nodes, edges } = editor.diagram;
  const own = edges.filter(({ source }) => source === node.id);
  const taken = new Set([node.id, ...own.map(({ destination }) => destination)]);
  const free = nodes.filter(({ id }) => !taken.has(id));
  const titleOf = (id: string): string => nodes.find((one) => one.id === id)?.title ?? id;
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm font-medium text-muted">{t("linesTo")}</span>
      <ul className="flex flex-col">
        {own.map(({ source, destination, kind }) => (
          <li key={destination} className="flex items-center gap-1">
            <span className="min-w-0 flex-1 truncate">
              {titleOf(destination)}
              {kind === "host" && <span className="text-sm text-faint"> · {t("host")}</span>}
            </span>
            <IconButton
              icon={Trash2}
              size="sm"
              label={t("disconnect", { node: titleOf(destination) })}
              onClick={() => editor.edit({ kind: "disconnect", edge: { source, destination } })}
            />
          </li>
        ))}
      </ul>
      <Select
        label={t("connectTo")}
        value=""
        options={[
          { value: "", label: t("connectTo") },
          ...free.map(({ id, title }) => ({ value: id, label: title })),
        ]}
        onValueChange={(destination) => {
          if (destination !== "")
            editor.edit({ kind: "connect", edge: { source: node.id, destination, kind: "call" } });
        }}
      />
    </div>
  );
}
