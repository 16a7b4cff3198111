"use client";
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

/** Once per page: neighbouring tooltips then open without delay. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Base.Provider delay={300}>{children}</Base.Provider>;
}

export interface TooltipProps {
  content: ReactNode;
  /** One element that takes a ref and props, such as a button. */
  children: ReactElement<Record<string, unknown>>;
  side?: "top" | "right" | "bottom" | "left";
}

/** Adds to what is there: never put a thing in a tooltip that a touch user must know. */
export function Tooltip({ content, children, side = "top" }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="popup max-w-72 px-2 py-1 text-sm">{content}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
