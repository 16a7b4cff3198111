"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel } from "@/components/ui/panel";
import type { CreatedToken } from "@/lib/auth/schemas";
import { AddressNote } from "./address-note";
import { ArrivalCheck } from "./arrival-check";
import {
  CONNECT_SNIPPETS,
  CONNECT_TOOLS,
  type ConnectTool,
  KIND_ROLES,
  TOOL_KINDS,
} from "./connect-snippets";
import { TokenStep } from "./token-step";
import { useOrigin } from "./use-origin";

export interface ConnectTabProps {
  baseUrl: string | null;
  tool: ConnectTool;
  onTool: (tool: ConnectTool) => void;
}

/** From "I have a Prometheus" to its first sample on the screen, in three steps. */
export function ConnectTab({ baseUrl, tool, onTool }: ConnectTabProps) {
  const t = useTranslations("sources.connect");
  const roles = useTranslations("auth.roles");
  const origin = useOrigin(baseUrl);
  const [created, setCreated] = useState<Partial<Record<ConnectTool, CreatedToken>>>({});
  const token = created[tool];
  const kind = TOOL_KINDS[tool];
  const { label, code } = CONNECT_SNIPPETS[tool];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[14rem_minmax(0,1fr)]">
      <ToolList tool={tool} onTool={onTool} />
      <div className="flex min-w-0 flex-col gap-4">
        <AddressNote origin={origin} />
        <Panel title={t("stepToken")} description={t("stepTokenHint", { role: roles(KIND_ROLES[kind]) })}>
          <TokenStep
            key={tool}
            tool={tool}
            created={token}
            onCreated={(next) => setCreated({ ...created, [tool]: next })}
          />
        </Panel>
        <Panel title={t("stepConfigure")} description={t(`text.${tool}`)}>
          <div className="flex flex-col gap-2">
            {token === undefined && <p className="text-sm text-muted">{t("withPlaceholder")}</p>}
            <CodeBlock label={label} code={code({ origin, token: token?.token ?? t("placeholder") })} />
            {tool === "grafana" && <p className="max-w-prose text-muted">{t("text.grafanaByHand")}</p>}
          </div>
        </Panel>
        <Panel title={t("stepArrive")}>
          <ArrivalCheck kind={kind} token={token} />
        </Panel>
      </div>
    </div>
  );
}

function ToolList({ tool, onTool }: Pick<ConnectTabProps, "tool" | "onTool">) {
  const t = useTranslations("sources.connect");
  return (
    <nav aria-label={t("choose")} className="flex flex-col gap-3 lg:sticky lg:top-16">
      {(["send", "read"] as const).map((kind) => (
        <section key={kind} aria-labelledby={`connect-${kind}`} className="flex flex-col gap-1">
          <h2 id={`connect-${kind}`} className="text-sm font-medium text-faint">
            {t(`kinds.${kind}`)}
          </h2>
          <ul className="flex flex-wrap gap-1 lg:flex-col">
            {CONNECT_TOOLS.filter((each) => TOOL_KINDS[each] === kind).map((each) => (
              <li key={each}>
                <button
                  type="button"
                  aria-current={each === tool ? "true" : undefined}
                  onClick={() => onTool(each)}
                  className={classNames(
                    "h-8 w-full rounded-md border px-3 text-left whitespace-nowrap",
                    each === tool
                      ? "border-accent bg-accent/14 font-medium text-fg"
                      : "border-line bg-surface text-muted hover:border-line-strong hover:text-fg",
                  )}
                >
                  {t(`tools.${each}`)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
