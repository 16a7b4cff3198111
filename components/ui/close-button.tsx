"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, type ButtonProps } from "./button";

/** Closes what it stands in. Without a tooltip: it would take the first press of Escape for itself. */
export function CloseButton({
  size = "md",
  label,
  ...rest
}: Omit<ButtonProps, "children"> & { label?: string }) {
  const t = useTranslations("common");
  return (
    <Button
      {...rest}
      size={size}
      variant="ghost"
      aria-label={label ?? t("close")}
      className={size === "sm" ? "w-6 !px-0" : "w-8 !px-0"}
    >
      <X className={size === "sm" ? "size-3.5" : "size-4"} aria-hidden />
    </Button>
  );
}
