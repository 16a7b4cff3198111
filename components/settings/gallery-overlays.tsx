"use client";
import { Copy, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Menu, MenuContent, MenuItem, MenuSection, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { Panel } from "@/components/ui/panel";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { STATUSES } from "@/components/ui/status";
import { showToast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";

export function GalleryOverlays() {
  const t = useTranslations("settings.ui");
  const common = useTranslations("common");
  return (
    <Panel title={t("overlays")}>
      <div className="flex flex-wrap gap-2">
        <Dialog>
          <DialogTrigger render={<Button>{t("dialog")}</Button>} />
          <DialogContent
            title={t("dialog")}
            description={t("hint")}
            footer={
              <>
                <DialogClose render={<Button>{common("cancel")}</Button>} />
                <DialogClose render={<Button variant="primary">{t("primary")}</Button>} />
              </>
            }
          />
        </Dialog>
        <Popover>
          <PopoverTrigger render={<Button>{t("popover")}</Button>} />
          <PopoverContent label={t("popover")}>{t("hint")}</PopoverContent>
        </Popover>
        <Menu>
          <MenuTrigger render={<Button>{t("menu")}</Button>} />
          <MenuContent align="start">
            <MenuSection title={t("menu")}>
              <MenuItem>
                <Copy className="size-4 text-faint" aria-hidden />
                {common("copy")}
              </MenuItem>
              <MenuItem disabled>{t("disabled")}</MenuItem>
            </MenuSection>
            <MenuSeparator />
            <MenuItem className="text-critical">
              <Trash2 className="size-4" aria-hidden />
              {t("danger")}
            </MenuItem>
          </MenuContent>
        </Menu>
        <Tooltip content={t("hint")}>
          <Button>{t("tooltip")}</Button>
        </Tooltip>
        {STATUSES.map((status) => (
          <Button
            key={status}
            variant="ghost"
            onClick={() => showToast({ status, title: common(`status.${status}`), description: t("hint") })}
          >
            {t("toast", { status: common(`status.${status}`) })}
          </Button>
        ))}
      </div>
    </Panel>
  );
}
