"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { eventQueries } from "@/components/events/event-queries";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { AXES, type TimeRange } from "./use-time-range";

/** Clock time or event time, and the event whose T0 is zero. */
export function AxisControl({ time }: { time: TimeRange }) {
  const t = useTranslations("common.range");
  const locale = useLocale();
  const { data } = useQuery(eventQueries.list());
  const events = data?.events ?? [];
  // The event that runs, else the latest: what people most likely mean.
  const fallback = (events.find((event) => event.phase === "during") ?? events[0])?.slug ?? null;
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label={t("axis")}>
        <Select
          label={t("axis")}
          value={time.axis}
          options={AXES.map((axis) => ({ value: axis, label: t(axis) }))}
          onValueChange={(axis) => time.setAxis(axis, axis === "event" ? (time.event ?? fallback) : null)}
        />
      </Field>
      {time.axis === "event" && events.length > 0 && (
        <Field label={t("zero")}>
          <Select
            label={t("zero")}
            value={time.event ?? fallback ?? ""}
            options={events.map(({ slug, title, titleZh }) => ({
              value: slug,
              label: locale === "zh" ? titleZh : title,
            }))}
            onValueChange={(slug) => time.setAxis("event", slug)}
          />
        </Field>
      )}
    </div>
  );
}
