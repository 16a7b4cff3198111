"use client";
import { Keyboard, Languages, MessageSquareText, SunMoon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { setTheme, useTheme } from "@/components/ui/use-theme";
import { CommandGroup, CommandItem } from "./command-item";
import { useShell } from "./shell-context";
import { useLocaleSwitch } from "./use-locale-switch";

export function CommandActions({ close }: { close: () => void }) {
  const t = useTranslations("nav.palette");
  const theme = useTheme();
  const locale = useLocale();
  const switchLocale = useLocaleSwitch();
  const { chatOpen, setChatOpen, setShortcutsOpen } = useShell();
  const after = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <CommandGroup heading={t("actions")}>
      <CommandItem
        value="action theme"
        keywords={[t("light"), t("dark")]}
        icon={SunMoon}
        onSelect={after(() => setTheme(theme === "dark" ? "light" : "dark"))}
      >
        {theme === "dark" ? t("light") : t("dark")}
      </CommandItem>
      <CommandItem
        value="action language"
        keywords={["English", "中文", "language", "语言"]}
        icon={Languages}
        onSelect={after(() => switchLocale(locale === "zh" ? "en" : "zh"))}
      >
        {locale === "zh" ? "Switch to English" : "切换到中文"}
      </CommandItem>
      <CommandItem
        value="action chat"
        keywords={[t("chat")]}
        icon={MessageSquareText}
        onSelect={after(() => setChatOpen(!chatOpen))}
      >
        {t("chat")}
      </CommandItem>
      <CommandItem
        value="action shortcuts"
        keywords={[t("shortcuts")]}
        icon={Keyboard}
        onSelect={after(() => setShortcutsOpen(true))}
      >
        {t("shortcuts")}
      </CommandItem>
    </CommandGroup>
  );
}
