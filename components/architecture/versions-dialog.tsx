"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { ConfirmButton } from "@/components/settings/confirm-button";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { DialogContent } from "@/components/ui/dialog";
import { PanelStates } from "@/components/ui/panel-states";
import { showToast } from "@/components/ui/toast";
import { useTimeText } from "@/components/ui/use-time-text";
import type { DiagramDiff, VersionList } from "@/lib/architecture/schemas";
import { architectureActions, architectureQueries } from "./architecture-queries";

type Version = VersionList["versions"][number];

/** Who changed a diagram, when and what; any version can be made the newest again. */
export function VersionsDialog({ slug, newest }: { slug: string; newest: number }) {
  const t = useTranslations("architecture");
  const query = useQuery(architectureQueries.versions(slug));
  const versions = query.data?.versions ?? [];
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = versions.find(({ version }) => version === chosen) ?? versions[0];
  return (
    <DialogContent
      title={t("versions")}
      size="lg"
      {...(newest > 0 ? { footer: <DeleteDiagram slug={slug} /> } : {})}
    >
      <PanelStates
        query={query}
        isEmpty={versions.length === 0}
        empty={{ title: t("noVersions"), hint: t("noVersionsHint") }}
      >
        <div className="grid gap-4 sm:grid-cols-[16rem_1fr]">
          <ol aria-label={t("versions")} className="flex max-h-96 flex-col gap-0.5 overflow-y-auto">
            {versions.map((version) => (
              <li key={version.version}>
                <VersionButton
                  version={version}
                  isShown={version === shown}
                  onShow={() => setChosen(version.version)}
                />
              </li>
            ))}
          </ol>
          {shown && <VersionChanges slug={slug} version={shown} newest={newest} />}
        </div>
      </PanelStates>
    </DialogContent>
  );
}

/** A business has its generated diagram again then; the audit keeps the last version. */
function DeleteDiagram({ slug }: { slug: string }) {
  const t = useTranslations("architecture");
  const client = useQueryClient();
  const router = useRouter();
  const refusal = useRefusal("operator");
  const remove = useMutation({
    mutationFn: () => architectureActions.remove(slug),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: architectureQueries.all() });
      showToast({ status: "ok", title: t("deleted") });
      router.push("/architecture");
    },
    onError: (error) => showToast({ status: "critical", title: t("saveFailed"), description: error.message }),
  });
  if (refusal !== undefined) return null;
  return (
    <ConfirmButton
      action={t("deleteDiagram")}
      label={t("deleteDiagram")}
      consequence={t("deleteHint")}
      onConfirm={() => remove.mutate()}
    />
  );
}

function VersionButton({
  version: { version, author, at, note, origin },
  isShown,
  onShow,
}: {
  version: Version;
  isShown: boolean;
  onShow: () => void;
}) {
  const t = useTranslations("architecture");
  const text = useTimeText();
  return (
    <button
      type="button"
      aria-current={isShown ? "true" : undefined}
      onClick={onShow}
      className={classNames(
        "flex w-full flex-col rounded-md px-2 py-1 text-left hover:bg-raised",
        isShown && "bg-raised",
      )}
    >
      <span className="flex justify-between gap-2">
        <span className="font-medium">{t("version", { version })}</span>
        <span className="text-sm text-faint">{t(`origin.${origin}`)}</span>
      </span>
      <span className="text-sm text-muted">
        {author} · {text.dateTime(at)}
      </span>
      {note !== "" && <span className="text-sm text-faint [overflow-wrap:anywhere]">{note}</span>}
    </button>
  );
}

function VersionChanges({ slug, version, newest }: { slug: string; version: Version; newest: number }) {
  const t = useTranslations("architecture");
  const client = useQueryClient();
  const refusal = useRefusal("operator");
  const query = useQuery(architectureQueries.diff(slug, version.version - 1, version.version));
  const restore = useMutation({
    mutationFn: () => architectureActions.restore(slug, { version: version.version, baseVersion: newest }),
    onSuccess: (view) => {
      void client.invalidateQueries({ queryKey: architectureQueries.all() });
      showToast({ status: "ok", title: t("saved", { version: view.version }) });
    },
    onError: (error) => showToast({ status: "critical", title: t("saveFailed"), description: error.message }),
  });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted">
          {version.version === 1 ? t("firstVersion") : t("changesSince", { version: version.version - 1 })}
        </p>
        {version.version !== newest && (
          <Button busy={restore.isPending} disabledReason={refusal} onClick={() => restore.mutate()}>
            {t("restore")}
          </Button>
        )}
      </div>
      <PanelStates query={query}>{query.data && <Changes diff={query.data} />}</PanelStates>
    </div>
  );
}

const SIGN = { added: "+", removed: "−", changed: "~" } as const;
const TINT = { added: "text-ok", removed: "text-critical", changed: "text-warning" } as const;

function Changes({ diff: { nodes, edges } }: { diff: DiagramDiff }) {
  const t = useTranslations("architecture");
  if (nodes.length + edges.length === 0) return <p className="text-muted">{t("noChanges")}</p>;
  return (
    <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">
      {nodes.map(({ id, title, change, fields, bound, released }) => (
        <li key={id} className="flex gap-2">
          <span className={`w-3 shrink-0 font-mono ${TINT[change]}`} aria-hidden>
            {SIGN[change]}
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="sr-only">{t(`change.${change}`)} </span>
            {title}
            {fields.length > 0 && (
              <span className="text-sm text-faint">
                {" "}
                · {fields.map((field) => t(`field.${field}`)).join(", ")}
              </span>
            )}
            {bound.length > 0 && <span className="block text-sm text-ok">+ {bound.join(", ")}</span>}
            {released.length > 0 && (
              <span className="block text-sm text-critical">− {released.join(", ")}</span>
            )}
          </span>
        </li>
      ))}
      {edges.map(({ source, destination, change }) => (
        <li key={`${source}→${destination}`} className="flex gap-2">
          <span className={`w-3 shrink-0 font-mono ${TINT[change]}`} aria-hidden>
            {SIGN[change]}
          </span>
          <span className="sr-only">{t(`change.${change}`)} </span>
          <span className="text-muted">
            {source} → {destination}
          </span>
        </li>
      ))}
    </ul>
  );
}
