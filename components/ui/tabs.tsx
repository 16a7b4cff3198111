"use client";
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export interface TabsProps<Value extends string> {
  value: Value;
  onValueChange: (value: Value) => void;
  /** Names the list of tabs. */
  label: string;
  tabs: readonly { value: Value; label: ReactNode }[];
  /** `TabPanel`s. */
  children: ReactNode;
}

export function Tabs<Value extends string>({
  value,
  onValueChange,
  label,
  tabs,
  children,
}: TabsProps<Value>) {
  return (
    <Base.Root value={value} onValueChange={(next: Value) => onValueChange(next)}>
      <Base.List aria-label={label} className="relative flex gap-4 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="h-9 shrink-0 border-b-2 border-transparent font-medium text-muted hover:text-fg focus-visible:-outline-offset-2 data-[active]:border-accent data-[active]:text-fg"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {children}
    </Base.Root>
  );
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Base.Panel value={value} className="pt-3 outline-none">
      {children}
    </Base.Panel>
  );
}
