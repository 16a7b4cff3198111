"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { z } from "zod";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { Select } from "@/components/ui/select";
import { showToast } from "@/components/ui/toast";
import { type UpdateUser, type UserView, userViewSchema } from "@/lib/auth/schemas";
import { postJson } from "@/lib/http/get-json";
import type { Translate } from "@/lib/i18n/translate";
import { accountQueries } from "./account-queries";
import { ConfirmButton } from "./confirm-button";
import { roleOptions } from "./role-options";
import { useAccountChange } from "./use-account-change";
import { UserDialog } from "./user-dialog";

interface UserActions {
  update: (id: string, change: UpdateUser) => void;
  remove: (id: string) => void;
}

export function UsersTab() {
  const t = useTranslations("settings");
  const roles = useTranslations("auth.roles");
  const query = useQuery(accountQueries.users());
  const update = useAccountChange({
    change: ({ id, ...change }: UpdateUser & { id: string }) =>
      postJson(`/api/users/${id}`, { method: "PATCH", body: change, schema: userViewSchema }),
    done: t("saved"),
  }).mutate;
  const remove = useAccountChange({
    change: (id: string) => postJson(`/api/users/${id}`, { method: "DELETE", schema: z.unknown() }),
    done: t("userRemoved"),
  }).mutate;
  const columns = useMemo(() => {
    const onError = (error: Error) => showToast({ status: "critical", title: error.message });
    return columnsOf(t, roles, {
      update: (id, change) => update({ id, ...change }, { onError }),
      remove: (id) => remove(id, { onError }),
    });
  }, [t, roles, update, remove]);
  return (
    <Panel title={t("users")} description={t("usersHint")} actions={<UserDialog />} flush>
      <PanelStates query={query}>
        <DataTable
          label={t("users")}
          columns={columns}
          rows={query.data?.users ?? []}
          rowKey={(user) => user.id}
        />
      </PanelStates>
    </Panel>
  );
}

function columnsOf(
  t: Translate<"settings">,
  roles: Translate<"auth.roles">,
  actions: UserActions,
): DataColumn<UserView>[] {
  return [
    { key: "name", header: t("name"), rowHeader: true, sort: (user) => user.name, cell: (user) => user.name },
    { key: "email", header: t("email"), grow: true, sort: (user) => user.email, cell: (user) => user.email },
    {
      key: "role",
      header: t("role"),
      cell: (user) => (
        <Select
          className="!w-36"
          label={t("roleOf", { name: user.name })}
          value={user.role}
          options={roleOptions(roles)}
          onValueChange={(role) => actions.update(user.id, { role })}
        />
      ),
    },
    {
      key: "created",
      header: t("created"),
      align: "end",
      wideOnly: true,
      sort: (user) => user.createdAt,
      cell: (user) => <Age at={user.createdAt} />,
    },
    {
      key: "actions",
      header: "",
      align: "end",
      cell: (user) => (
        <ConfirmButton
          action={t("remove")}
          label={t("removeUser", { name: user.name })}
          consequence={t("removeUserHint")}
          onConfirm={() => actions.remove(user.id)}
        />
      ),
    },
  ];
}
