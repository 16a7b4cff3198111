"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Kbd } from "@/components/ui/kbd";
import { CommandGroup, CommandItem } from "./command-item";
import { ALL_ITEMS } from "./navigation-items";
import { GO_KEYS } from "./shortcut-list";
import { useTimeHref } from "./use-time-href";

export function CommandPages({ close }: { close: () => void }) {
  const t = useTranslations("nav");
  const router = useRouter();
  const href = useTimeHref();
  return (
    <CommandGroup heading={t("palette.pages")}>
      {ALL_ITEMS.map(({ key, href: path, icon }) => (
        <CommandItem
          key={key}
          value={`page ${key}`}
          keywords={[t(key), path]}
          icon={icon}
          hint={<GoKeys path={path} />}
          onSelect={() => {
            close();
            router.push(href(path));
          }}
        >
          {t(key)}
        </CommandItem>
      ))}
    </CommandGroup>
  );
}

function GoKeys({ path }: { path: string }) {
  const key = Object.keys(GO_KEYS).find((candidate) => GO_KEYS[candidate] === path);
  if (key === undefined) return null;
  return (
    <>
      <Kbd>g</Kbd>
      <Kbd>{key}</Kbd>
    </>
  );
}
