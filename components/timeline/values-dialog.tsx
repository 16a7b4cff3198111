"use client";
import { useTranslations } from "next-intl";
import { valueAt } from "@/components/charts/prepare/series";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { useTimeText } from "@/components/ui/use-time-text";
import { formatValue } from "@/lib/core/units";
import { useTimeline, useViewport } from "./timeline-context";

/** Everything that the charts say at one moment, as a table: for screen readers, and for copying. */
export function ValuesDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("timeline");
  const text = useTimeText();
  const hover = useViewport((state) => state.hover);
  const end = useViewport((state) => state.view.to);
  const at = hover ?? end;
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t("tableAt", { time: text.dateTime(at) })} size="lg">
        {open && <ValuesTable at={at} />}
      </DialogContent>
    </Dialog>
  );
}

function ValuesTable({ at }: { at: number }) {
  const t = useTranslations("timeline");
  const { pictures, stepMs } = useTimeline();
  return (
    <table className="w-full text-left">
      <thead className="text-sm text-faint">
        <tr>
          <th className="py-1 pr-3 font-medium">{t("tableLane")}</th>
          <th className="pr-3 font-medium">{t("tableChart")}</th>
          <th className="pr-3 font-medium">{t("tableSeries")}</th>
          <th className="text-right font-medium">{t("tableValue")}</th>
        </tr>
      </thead>
      <tbody>
        {[...pictures].flatMap(([id, picture]) =>
          picture.series.map((series) => (
            <tr key={`${id}:${series.id}`} className="border-t">
              <td className="py-1 pr-3 text-muted">{t(`lanes.${picture.lane}`)}</td>
              <td className="pr-3 text-muted">{picture.title}</td>
              <td className="pr-3">{series.name}</td>
              <td className="text-right whitespace-nowrap">
                {formatValue(valueAt(series, at, 1.5 * stepMs)?.v, picture.unit)}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
