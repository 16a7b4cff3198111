"use client";
import type { LucideIcon } from "lucide-react";
import { Button, type ButtonProps } from "./button";
import { classNames } from "./class-names";
import { Tooltip } from "./tooltip";

export interface IconButtonProps extends Omit<ButtonProps, "children"> {
  icon: LucideIcon;
  /** Names the button for screen readers and in its tooltip. */
  label: string;
}

export function IconButton({
  icon: Icon,
  label,
  variant = "ghost",
  size = "md",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <Button
        {...rest}
        variant={variant}
        size={size}
        aria-label={label}
        className={classNames("!px-0", size === "sm" ? "w-6" : "w-8", className)}
      >
        <Icon className={size === "sm" ? "size-3.5" : "size-4"} aria-hidden />
      </Button>
    </Tooltip>
  );
}
