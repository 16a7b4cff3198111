"use client";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel } from "@/components/ui/panel";
import { curlSnippet, grafanaSnippet, remoteWriteSnippet } from "./connect-snippets";

/** How to send metrics in and read them out, ready to be copied; with a token just made, filled in. */
export function ConnectGuide({ token }: { token: string | null }) {
  const t = useTranslations("settings.connect");
  const origin = useOrigin();
  const given = token ?? t("placeholder");
  return (
    <Panel title={t("title")} description={token === null ? t("hint") : t("hintFilled")}>
      <ol className="grid gap-4 xl:grid-cols-3">
        <li className="flex min-w-0 flex-col gap-2">
          <h3 className="font-medium">{t("send")}</h3>
          <p className="text-muted">{t("sendHint")}</p>
          <CodeBlock label="prometheus.yml" code={remoteWriteSnippet(origin, given)} />
        </li>
        <li className="flex min-w-0 flex-col gap-2">
          <h3 className="font-medium">{t("read")}</h3>
          <p className="text-muted">{t("readHint")}</p>
          <CodeBlock label="provisioning/datasources/evenkeel.yaml" code={grafanaSnippet(origin, given)} />
        </li>
        <li className="flex min-w-0 flex-col gap-2">
          <h3 className="font-medium">{t("check")}</h3>
          <p className="text-muted">{t("checkHint")}</p>
          <CodeBlock label="shell" code={curlSnippet(origin, given)} />
        </li>
      </ol>
    </Panel>
  );
}

const noChange = () => () => undefined;

/** The address that this browser reached us by. Empty while the server renders. */
function useOrigin(): string {
  return useSyncExternalStore(
    noChange,
    () => window.location.origin,
    () => "",
  );
}
