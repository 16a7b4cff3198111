"use client";
import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface CommandItemProps {
  /** Unique in the list; what the search looks at, with `keywords`. */
  value: string;
  keywords?: string[];
  icon: LucideIcon;
  onSelect: () => void;
  /** On the right: keys, kind, state. */
  hint?: ReactNode;
  children: ReactNode;
}

export function CommandItem({
  value,
  keywords = [],
  icon: Icon,
  onSelect,
  hint,
  children,
}: CommandItemProps) {
  return (
    <Command.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 data-[selected=true]:bg-raised"
    >
      <Icon className="size-4 shrink-0 text-faint" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint !== undefined && <span className="flex shrink-0 gap-1 text-sm text-faint">{hint}</span>}
    </Command.Item>
  );
}

export function CommandGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  );
}
