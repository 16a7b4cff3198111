"use client";
import { Cable, CircleUserRound, Keyboard, LogOut, Settings } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useSignOut } from "@/components/auth/use-sign-out";
import { useViewer } from "@/components/auth/viewer";
import { IconButton } from "@/components/ui/icon-button";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLinkItem,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSection,
  MenuSeparator,
  MenuTrigger,
} from "@/components/ui/menu";
import { setTheme, type Theme, useTheme } from "@/components/ui/use-theme";
import { isLocale } from "@/lib/i18n/locale";
import { useShell } from "./shell-context";
import { useLocaleSwitch } from "./use-locale-switch";

export function UserMenu() {
  const t = useTranslations("nav.menu");
  const nav = useTranslations("nav");
  const role = useTranslations("auth.roles");
  const viewer = useViewer();
  const theme = useTheme();
  const locale = useLocale();
  const switchLocale = useLocaleSwitch();
  const { setShortcutsOpen } = useShell();
  const signOut = useSignOut();
  return (
    <Menu>
      <MenuTrigger render={<IconButton icon={CircleUserRound} label={t("label")} />} />
      <MenuContent>
        <div className="px-2 py-1">
          <p className="font-medium">{viewer.name}</p>
          <p className="text-sm text-faint">{role(viewer.role)}</p>
        </div>
        <MenuSeparator />
        <MenuSection title={t("theme")}>
          <MenuRadioGroup value={theme} onValueChange={(next: Theme) => setTheme(next)}>
            <MenuRadioItem value="dark">{t("dark")}</MenuRadioItem>
            <MenuRadioItem value="light">{t("light")}</MenuRadioItem>
          </MenuRadioGroup>
        </MenuSection>
        <MenuSection title={t("language")}>
          <MenuRadioGroup
            value={locale}
            onValueChange={(next: string) => {
              if (isLocale(next)) switchLocale(next);
            }}
          >
            <MenuRadioItem value="en">English</MenuRadioItem>
            <MenuRadioItem value="zh">中文</MenuRadioItem>
          </MenuRadioGroup>
        </MenuSection>
        <MenuSeparator />
        <MenuItem onClick={() => setShortcutsOpen(true)}>
          <Keyboard className="size-4 text-faint" aria-hidden />
          {t("shortcuts")}
        </MenuItem>
        <MenuLinkItem render={<Link href="/settings/sources" />}>
          <Cable className="size-4 text-faint" aria-hidden />
          {nav("sources")}
        </MenuLinkItem>
        <MenuLinkItem render={<Link href="/settings" />}>
          <Settings className="size-4 text-faint" aria-hidden />
          {t("settings")}
        </MenuLinkItem>
        <MenuItem onClick={signOut}>
          <LogOut className="size-4 text-faint" aria-hidden />
          {t("signOut")}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
