"use client";
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export const Popover = Base.Root;
export const PopoverTrigger = Base.Trigger;

export interface PopoverContentProps {
  /** Names the popup for screen readers. */
  label: string;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children: ReactNode;
}

export function PopoverContent({
  label,
  align = "start",
  side = "bottom",
  className,
  children,
}: PopoverContentProps) {
  return (
    <Base.Portal>
      <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="z-40">
        <Base.Popup
          aria-label={label}
          className={classNames("popup max-w-[calc(100vw-1rem)] p-3 text-base", className)}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
