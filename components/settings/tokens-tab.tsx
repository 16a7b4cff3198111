"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useMemo } from "react";
import { Age } from "@/components/ui/age";
import { Badge } from "@/components/ui/badge";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { showToast } from "@/components/ui/toast";
import { type TokenView, tokenViewSchema } from "@/lib/auth/schemas";
import { postJson } from "@/lib/http/get-json";
import type { Translate } from "@/lib/i18n/translate";
import { accountQueries } from "./account-queries";
import { ConfirmButton } from "./confirm-button";
import { TokenDialog } from "./token-dialog";
import { useAccountChange } from "./use-account-change";

export function TokensTab() {
  const t = useTranslations("settings");
  const roles = useTranslations("auth.roles");
  const query = useQuery(accountQueries.tokens());
  const tokens = query.data?.tokens ?? [];
  const revoke = useAccountChange({
    change: (id: string) => postJson(`/api/tokens/${id}`, { method: "DELETE", schema: tokenViewSchema }),
    done: t("tokenRevoked"),
  }).mutate;
  const columns = useMemo(
    () =>
      columnsOf(t, roles, (id) =>
        revoke(id, { onError: (error) => showToast({ status: "critical", title: error.message }) }),
      ),
    [t, roles, revoke],
  );
  return (
    <div className="flex flex-col gap-4">
      <Panel title={t("tokens")} description={t("tokensHint")} actions={<TokenDialog />} flush>
        <PanelStates
          query={query}
          isEmpty={tokens.length === 0}
          empty={{ title: t("noTokens"), hint: t("noTokensHint") }}
        >
          <DataTable label={t("tokens")} columns={columns} rows={tokens} rowKey={(token) => token.id} />
        </PanelStates>
      </Panel>
      <p className="text-muted">
        {t("connectHint")}{" "}
        <Link href="/settings/sources?tab=connect" className="text-accent underline">
          {t("connectSource")}
        </Link>
      </p>
    </div>
  );
}

function columnsOf(
  t: Translate<"settings">,
  roles: Translate<"auth.roles">,
  onRevoke: (id: string) => void,
): DataColumn<TokenView>[] {
  return [
    {
      key: "name",
      header: t("name"),
      rowHeader: true,
      grow: true,
      sort: (token) => token.name,
      cell: (token) => (
        <span className="flex flex-wrap items-center gap-2">
          {token.name} <code className="font-mono text-sm text-faint">{token.prefix}…</code>
        </span>
      ),
    },
    { key: "role", header: t("role"), cell: (token) => roles(token.role) },
    { key: "by", header: t("createdBy"), wideOnly: true, cell: (token) => token.createdBy },
    {
      key: "created",
      header: t("created"),
      align: "end",
      wideOnly: true,
      sort: (token) => token.createdAt,
      cell: (token) => <Age at={token.createdAt} />,
    },
    {
      key: "used",
      header: t("lastUsed"),
      align: "end",
      sort: (token) => token.lastUsedAt,
      cell: (token) => (token.lastUsedAt === null ? t("never") : <Age at={token.lastUsedAt} />),
    },
    {
      key: "actions",
      header: "",
      align: "end",
      cell: (token) =>
        token.revokedAt === null ? (
          <ConfirmButton
            action={t("revoke")}
            label={t("revokeToken", { name: token.name })}
            consequence={t("revokeHint")}
            onConfirm={() => onRevoke(token.id)}
          />
        ) : (
          <Badge>{t("revoked")}</Badge>
        ),
    },
  ];
}
