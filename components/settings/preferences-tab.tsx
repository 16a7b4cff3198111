"use client";
import Link from "next/link";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useLocaleSwitch } from "@/components/shell/use-locale-switch";
import { Field } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { setTheme, useTheme } from "@/components/ui/use-theme";

export function PreferencesTab() {
  const t = useTranslations("settings");
  const theme = useTheme();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const switchLocale = useLocaleSwitch();
  return (
    <Panel title={t("preferences")} description={t("preferencesHint")}>
      <div className="flex max-w-sm flex-col gap-3">
        <Field label={t("theme")}>
          <Select
            label={t("theme")}
            value={theme}
            onValueChange={setTheme}
            options={[
              { value: "dark", label: t("ui.dark") },
              { value: "light", label: t("ui.light") },
            ]}
          />
        </Field>
        <Field label={t("language")}>
          <Select
            label={t("language")}
            value={locale}
            onValueChange={switchLocale}
            options={[
              { value: "en", label: "English" },
              { value: "zh", label: "中文" },
            ]}
          />
        </Field>
        <p className="text-muted">{t("timeZone", { zone: timeZone ?? "UTC" })}</p>
        <Link href="/settings/ui" className="self-start text-accent hover:underline">
          {t("ui.title")}
        </Link>
      </div>
    </Panel>
  );
}
