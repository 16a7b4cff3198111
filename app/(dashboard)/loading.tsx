import { PageBody } from "@/components/shell/page-body";
import { PanelLoading } from "@/components/ui/panel-states";

export default function Loading() {
  return (
    <PageBody>
      <PanelLoading lines={8} />
    </PageBody>
  );
}
