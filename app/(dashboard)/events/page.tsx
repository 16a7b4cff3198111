import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EventList } from "@/components/events/event-list";
import { eventQueries } from "@/components/events/event-queries";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { listEvents } from "@/lib/events";
import { pageContext } from "../../page-context";
import { Prefetched } from "../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("events"))("title") };
}

export default async function EventsPage() {
  const ctx = await pageContext();
  const t = await getTranslations("events");
  return (
    <Prefetched queries={[{ queryKey: eventQueries.list().queryKey, queryFn: () => listEvents(ctx) }]}>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <EventList />
      </PageBody>
    </Prefetched>
  );
}
