"use client";
import { Download, FileUp, History, Link2Off, Maximize, Pencil, ZoomIn, ZoomOut } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuLinkItem, MenuTrigger } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { useTimeHref } from "@/components/shell/use-time-href";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { OVERLAYS } from "@/lib/architecture/constants";
import type { ArchitectureView } from "@/lib/architecture/schemas";
import { architectureQueries, yamlHref } from "./architecture-queries";
import type { DiagramView } from "./canvas/diagram-view";
import { exportSvg } from "./canvas/export-svg";
import { readPalette } from "./canvas/palette";
import type { Scene } from "./canvas/scene";
import { SearchBox } from "./search-box";
import { useAddress } from "./use-address";
import { VersionsDialog } from "./versions-dialog";
import { YamlDialog } from "./yaml-dialog";

export interface DiagramToolbarProps {
  view: ArchitectureView;
  scene: Scene | null;
  search: ComponentProps<typeof SearchBox>;
  canvas: DiagramView | null;
  isEditing: boolean;
  unbound: number;
  listsUnbound: boolean;
  onListUnbound: (isOn: boolean) => void;
  onEdit: () => void;
}

const ZOOM_STEP = 1.25;

/** What is shown of a diagram, how large, and what can be done with it. */
export function DiagramToolbar(props: DiagramToolbarProps) {
  const { view, scene, search, canvas, isEditing, unbound, listsUnbound, onListUnbound, onEdit } = props;
  const t = useTranslations("architecture");
  const refusal = useRefusal("operator");
  const [{ overlay, hosts }, setAddress] = useAddress();
  const [dialog, setDialog] = useState<"versions" | "yaml" | null>(null);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <DiagramSwitch slug={view.slug} />
      <Select
        label={t("overlay")}
        value={overlay}
        options={OVERLAYS.map((value) => ({ value, label: t(`overlays.${value}`) }))}
        onValueChange={(value) => void setAddress({ overlay: value })}
        className="!w-32"
      />
      <SearchBox {...search} />
      <Switch
        label={t("showHosts")}
        checked={hosts}
        onCheckedChange={(isOn) => void setAddress({ hosts: isOn ? true : null })}
      />
      <div className="flex">
        <IconButton icon={ZoomOut} label={t("zoomOut")} onClick={() => canvas?.zoom(1 / ZOOM_STEP)} />
        <IconButton icon={ZoomIn} label={t("zoomIn")} onClick={() => canvas?.zoom(ZOOM_STEP)} />
        <IconButton icon={Maximize} label={t("fit")} onClick={() => canvas?.fit()} />
      </div>
      <Button aria-pressed={listsUnbound} onClick={() => onListUnbound(!listsUnbound)}>
        <Link2Off className="size-4" aria-hidden />
        <span className="max-md:sr-only">{t("unboundCount", { count: unbound })}</span>
      </Button>
      <Button onClick={() => setDialog("versions")}>
        <History className="size-4" aria-hidden />
        <span className="max-md:sr-only">
          {view.version === 0 ? t("generatedNow") : t("version", { version: view.version })}
        </span>
      </Button>
      <Menu>
        <MenuTrigger
          render={
            <Button>
              <Download className="size-4" aria-hidden />
              <span className="max-md:sr-only">{t("export")}</span>
            </Button>
          }
        />
        <MenuContent>
          <MenuItem disabled={scene === null} onClick={() => scene && saveSvg(view, scene, canvas)}>
            {t("exportSvg")}
          </MenuItem>
          <MenuLinkItem
            href={yamlHref(view.slug, view.version === view.newestVersion ? null : view.version)}
            download
          >
            {t("exportYaml")}
          </MenuLinkItem>
        </MenuContent>
      </Menu>
      {!isEditing && (
        <>
          <Button disabledReason={refusal} onClick={() => setDialog("yaml")}>
            <FileUp className="size-4" aria-hidden />
            <span className="max-md:sr-only">{t("importYaml")}</span>
          </Button>
          <Button disabledReason={refusal} onClick={onEdit}>
            <Pencil className="size-4" aria-hidden />
            <span className="max-md:sr-only">{t("edit")}</span>
          </Button>
        </>
      )}
      <Dialog open={dialog !== null} onOpenChange={(open) => !open && setDialog(null)}>
        {dialog === "versions" && <VersionsDialog slug={view.slug} newest={view.newestVersion} />}
        {dialog === "yaml" && (
          <YamlDialog slug={view.slug} newest={view.newestVersion} onDone={() => setDialog(null)} />
        )}
      </Dialog>
    </div>
  );
}

/** The diagrams by name; another one is shown at the same moment. */
function DiagramSwitch({ slug }: { slug: string }) {
  const t = useTranslations("architecture");
  const local = useLocalText();
  const router = useRouter();
  const href = useTimeHref();
  const { data } = useQuery(architectureQueries.list());
  const all = data?.architectures ?? [{ slug, title: slug, titleZh: slug }];
  return (
    <Select
      label={t("diagram")}
      value={slug}
      options={all.map((one) => ({ value: one.slug, label: local(one.title, one.titleZh) }))}
      onValueChange={(next) => next !== slug && router.push(href(`/architecture/${next}`))}
      className="!w-32 font-semibold"
    />
  );
}

/** Hands the picture to the browser as a file. */
function saveSvg(view: ArchitectureView, scene: Scene, shown: DiagramView | null): void {
  const palette = readPalette(shown?.canvas ?? document.documentElement);
  const file = new Blob([exportSvg(scene, palette, view.title)], { type: "image/svg+xml" });
  const href = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href, download: `${view.slug}.svg` });
  link.click();
  URL.revokeObjectURL(href);
}
