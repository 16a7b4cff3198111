"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuLinkItem, MenuTrigger } from "@/components/ui/menu";
import { type FilterQuery, filterSearch } from "./resource-filter";

/** The resources that are shown, as a file. */
export function ExportMenu({ query }: { query: FilterQuery }) {
  const t = useTranslations("resources");
  const href = (format: "csv" | "yaml"): string => {
    const search = filterSearch(query);
    search.set("format", format);
    return `/api/resources/export?${search.toString()}`;
  };
  return (
    <Menu>
      <MenuTrigger
        render={
          <Button>
            <Download className="size-4" aria-hidden />
            {t("export")}
          </Button>
        }
      />
      <MenuContent>
        <MenuLinkItem href={href("csv")} download>
          {t("exportCsv")}
        </MenuLinkItem>
        <MenuLinkItem href={href("yaml")} download>
          {t("exportYaml")}
        </MenuLinkItem>
      </MenuContent>
    </Menu>
  );
}
