"use client";
import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandActions } from "./command-actions";
import { CommandPages } from "./command-pages";
import { CommandRecords } from "./command-records";
import { useShell } from "./shell-context";

/** Finds anything: pages, actions, metrics, resources, alarms, experiments, events. */
export function CommandPalette() {
  const { paletteOpen, setPaletteOpen } = useShell();
  const t = useTranslations("nav.palette");
  return (
    <Dialog.Root open={paletteOpen} onOpenChange={setPaletteOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center p-2 pt-[12dvh]">
          <Dialog.Popup className="popup w-full max-w-xl overflow-hidden">
            <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
            <CommandList close={() => setPaletteOpen(false)} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function CommandList({ close }: { close: () => void }) {
  const t = useTranslations("nav.palette");
  const [search, setSearch] = useState("");
  return (
    <Command label={t("title")} loop>
      <div className="flex h-11 items-center gap-2 border-b px-3">
        <Search className="size-4 text-faint" aria-hidden />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder={t("placeholder")}
          className="h-full min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-faint"
        />
      </div>
      <Command.List className="max-h-[min(28rem,60dvh)] overflow-y-auto p-1">
        <Command.Empty className="px-3 py-6 text-center text-muted">{t("nothing", { search })}</Command.Empty>
        <CommandPages close={close} />
        <CommandRecords search={search} close={close} />
        <CommandActions close={close} />
      </Command.List>
    </Command>
  );
}
