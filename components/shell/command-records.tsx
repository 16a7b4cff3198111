"use client";
import { useQuery } from "@tanstack/react-query";
import { BellRing, CalendarRange, ChartSpline, FlaskConical, Server } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { alarmQueries } from "@/components/alarms/alarm-queries";
import { eventQueries } from "@/components/events/event-queries";
import { experimentQueries } from "@/components/experiments/experiment-queries";
import { resourcePageHref, resourceQueries } from "@/components/resources/resource-queries";
import { episodeHref } from "@/components/time/timeline-href";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { CommandGroup, CommandItem } from "./command-item";
import { findMetrics } from "./find-metrics";
import { metricHref } from "./record-hrefs";

/** What the product knows by name. Shown once something is typed: unasked, it would bury the pages. */
export function CommandRecords({ search, close }: { search: string; close: () => void }) {
  const text = search.trim();
  if (text === "") return null;
  return <Records text={text} close={close} />;
}

function Records({ text, close }: { text: string; close: () => void }) {
  const t = useTranslations("nav.palette");
  const local = useLocalText();
  const router = useRouter();
  const resources = useQuery(resourceQueries.search(text)).data?.resources ?? [];
  const alarms = useQuery(alarmQueries.open()).data?.alarms ?? [];
  const experiments = useQuery(experimentQueries.list()).data?.experiments ?? [];
  const events = useQuery(eventQueries.list()).data?.events ?? [];
  const go = (path: string) => () => {
    close();
    router.push(path);
  };
  return (
    <>
      <CommandGroup heading={t("metrics")}>
        {findMetrics(text).map(({ metric, product }) => (
          <CommandItem
            key={metric.name}
            value={`metric ${metric.name}`}
            keywords={[metric.title.en, metric.title.zh, ...(metric.synonyms ?? [])]}
            icon={ChartSpline}
            hint={local(product.title.en, product.title.zh)}
            onSelect={go(metricHref(metric.name))}
          >
            {local(metric.title.en, metric.title.zh)}
          </CommandItem>
        ))}
      </CommandGroup>
      <CommandGroup heading={t("resources")}>
        {resources.map((resource) => (
          <CommandItem
            key={resource.id}
            value={`resource ${resource.id}`}
            keywords={[resource.cluster ?? "", resource.product]}
            icon={Server}
            hint={resource.zone ?? resource.product}
            onSelect={go(resourcePageHref(resource.id))}
          >
            {resource.id}
          </CommandItem>
        ))}
      </CommandGroup>
      <CommandGroup heading={t("alarms")}>
        {alarms.map((alarm) => (
          <CommandItem
            key={alarm.id}
            value={`alarm ${alarm.rule} ${alarm.id}`}
            keywords={Object.values(alarm.labels)}
            icon={BellRing}
            hint={alarm.labels.resource ?? ""}
            onSelect={go(episodeHref(alarm.activeAt, alarm.resolvedAt))}
          >
            {alarm.rule}
          </CommandItem>
        ))}
      </CommandGroup>
      <CommandGroup heading={t("experiments")}>
        {experiments.map((experiment) => (
          <CommandItem
            key={experiment.id}
            value={`experiment ${experiment.slug}`}
            keywords={[experiment.title, experiment.titleZh, t("startDrill")]}
            icon={FlaskConical}
            onSelect={go(`/experiments?start=${experiment.slug}`)}
          >
            {t("startExperiment", { title: local(experiment.title, experiment.titleZh) })}
          </CommandItem>
        ))}
      </CommandGroup>
      <CommandGroup heading={t("events")}>
        {events.map((event) => (
          <CommandItem
            key={event.id}
            value={`event ${event.slug}`}
            keywords={[event.title, event.titleZh]}
            icon={CalendarRange}
            onSelect={go(`/events#${event.slug}`)}
          >
            {local(event.title, event.titleZh)}
          </CommandItem>
        ))}
      </CommandGroup>
    </>
  );
}
