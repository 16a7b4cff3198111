"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { EXAMPLE_FILE } from "./example-file";
import { RuleFilePanel } from "./rule-file-panel";
import { ruleFileQueries } from "./rule-file-queries";
import { UploadDialog } from "./upload-dialog";

/** Every rule file with its groups and how their recording rules fare. */
export function RuleFiles() {
  const t = useTranslations("rules");
  const query = useQuery(ruleFileQueries.list());
  const files = query.data?.files ?? [];
  if (files.length === 0)
    return (
      <Panel flush>
        <PanelStates
          query={query}
          isEmpty
          empty={{
            title: t("none"),
            hint: (
              <div className="flex flex-col gap-3">
                <p>{t("noneHint")}</p>
                <div className="text-left">
                  <CodeBlock label={EXAMPLE_FILE.name} code={EXAMPLE_FILE.text} />
                </div>
              </div>
            ),
            action: <UploadDialog />,
          }}
        >
          {null}
        </PanelStates>
      </Panel>
    );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex justify-end">
        <UploadDialog />
      </div>
      <PanelStates query={query}>
        {files.map((file) => (
          <RuleFilePanel key={file.name} file={file} />
        ))}
      </PanelStates>
    </div>
  );
}
