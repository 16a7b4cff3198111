"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { EventCard } from "./event-card";
import { eventQueries } from "./event-queries";
import { orderEvents } from "./order-events";

export function EventList() {
  const t = useTranslations("events");
  const query = useQuery(eventQueries.list());
  const events = orderEvents(query.data?.events ?? []);
  if (events.length > 0)
    return (
      <PanelStates query={query}>
        {events.map((event) => (
          <EventCard key={event.id} event={event} />
        ))}
      </PanelStates>
    );
  return (
    <Panel flush>
      <PanelStates query={query} isEmpty empty={{ title: t("none"), hint: t("noneHint") }}>
        {null}
      </PanelStates>
    </Panel>
  );
}
