"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { PanelStates } from "@/components/ui/panel-states";
import { selfQueries } from "./self-queries";
import { Waterfall } from "./waterfall";

/** One trace, with the spans of every part of the product. */
export function TraceDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  return (
    <Dialog open={id !== null} onOpenChange={(open) => !open && onClose()}>
      {id !== null && <Content id={id} />}
    </Dialog>
  );
}

function Content({ id }: { id: string }) {
  const t = useTranslations("self");
  const query = useQuery(selfQueries.trace(id));
  const [first] = query.data?.parts ?? [];
  const dropped = (query.data?.parts ?? []).reduce((sum, part) => sum + part.droppedSpans, 0);
  return (
    <DialogContent
      title={first?.name ?? t("trace")}
      description={<code className="font-mono text-sm [overflow-wrap:anywhere]">{id}</code>}
      size="lg"
    >
      <PanelStates query={query} lines={5}>
        <Waterfall parts={query.data?.parts ?? []} />
        {dropped > 0 && <p className="text-sm text-faint">{t("droppedSpans", { count: dropped })}</p>}
      </PanelStates>
    </DialogContent>
  );
}
