"use client";
import { Bell, Play, Settings } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { TabPanel, Tabs } from "@/components/ui/tabs";

const ZONES = ["zone-1", "zone-2"] as const;

export function GalleryControls() {
  const t = useTranslations("settings.ui");
  const [on, setOn] = useState(true);
  const [zone, setZone] = useState<(typeof ZONES)[number]>("zone-1");
  const [tab, setTab] = useState<"first" | "second">("first");
  return (
    <Panel title={t("controls")}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary">
            <Play className="size-3.5" aria-hidden />
            {t("primary")}
          </Button>
          <Button>{t("secondary")}</Button>
          <Button variant="ghost">{t("ghost")}</Button>
          <Button variant="danger">{t("danger")}</Button>
          <Button size="sm">{t("small")}</Button>
          <Button busy>{t("busy")}</Button>
          <Button disabled>{t("disabled")}</Button>
          <Button variant="primary" disabledReason={t("reason")}>
            {t("refused")}
          </Button>
          <IconButton icon={Bell} label={t("icon")} />
          <IconButton icon={Settings} size="sm" label={t("icon")} />
          <Badge>{t("badge")}</Badge>
          <Badge tone="accent">{t("badge")}</Badge>
          <Kbd>Ctrl K</Kbd>
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t("text")} hint={t("hint")}>
            <Input placeholder="mysql-order-0" />
          </Field>
          <Field label={t("text")} error={t("invalid")}>
            <Input defaultValue="mysql order" />
          </Field>
          <Field label={t("choice")}>
            <Select
              label={t("choice")}
              value={zone}
              onValueChange={setZone}
              options={ZONES.map((value) => ({ value, label: value }))}
            />
          </Field>
          <Field label={t("disabled")}>
            <Input disabled defaultValue="42" />
          </Field>
        </div>
        <div className="flex flex-wrap gap-4">
          <Switch checked={on} onCheckedChange={setOn} label={t("switch")} />
          <Switch checked={false} onCheckedChange={setOn} label={t("disabled")} disabled />
        </div>
        <Tabs
          value={tab}
          onValueChange={setTab}
          label={t("tabs")}
          tabs={[
            { value: "first", label: t("first") },
            { value: "second", label: t("second") },
          ]}
        >
          <TabPanel value="first">{t("first")}</TabPanel>
          <TabPanel value="second">{t("second")}</TabPanel>
        </Tabs>
      </div>
    </Panel>
  );
}
