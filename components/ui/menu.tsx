"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export const Menu = Base.Root;
export const MenuTrigger = Base.Trigger;
export const MenuRadioGroup = Base.RadioGroup;

export const menuItemClass =
  "relative flex min-h-7 cursor-pointer items-center gap-2 rounded-md px-2 py-1 outline-none select-none " +
  "data-[highlighted]:bg-raised data-[disabled]:opacity-55";

export interface MenuContentProps {
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}

export function MenuContent({ align = "end", side = "bottom", children }: MenuContentProps) {
  return (
    <Base.Portal>
      <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="z-40">
        <Base.Popup className="popup min-w-44 p-1">{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

export function MenuItem({
  className,
  ...rest
}: Omit<Base.Item.Props, "className"> & { className?: string }) {
  return <Base.Item {...rest} className={classNames(menuItemClass, className)} />;
}

export function MenuLinkItem(props: Omit<Base.LinkItem.Props, "className">) {
  return <Base.LinkItem {...props} className={menuItemClass} />;
}

export function MenuRadioItem({ children, ...rest }: Omit<Base.RadioItem.Props, "className">) {
  return (
    <Base.RadioItem {...rest} className={classNames(menuItemClass, "pr-8")}>
      {children}
      <Base.RadioItemIndicator className="absolute right-2">
        <Check className="size-3.5 text-accent" aria-hidden />
      </Base.RadioItemIndicator>
    </Base.RadioItem>
  );
}

/** A titled part of a menu. */
export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-faint">{title}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />;
}
