"use client";
import { Switch as Base } from "@base-ui/react/switch";
import { useId } from "react";

export interface SwitchProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: string;
  disabled?: boolean;
}

export function Switch({ checked, onCheckedChange, label, disabled = false }: SwitchProps) {
  // Tied by hand, so that it has its name in the server's HTML too: the library ties label and switch only in the browser.
  const labelId = useId();
  return (
    <label className="inline-flex min-h-6 items-center gap-2 has-[[data-disabled]]:opacity-55">
      <Base.Root
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled}
        aria-labelledby={labelId}
        className="inline-flex h-4 w-7 shrink-0 items-center rounded-full border border-line-strong bg-raised p-px data-[checked]:border-accent data-[checked]:bg-accent"
      >
        <Base.Thumb className="size-3 rounded-full bg-muted transition-transform data-[checked]:translate-x-3 data-[checked]:bg-accent-fg" />
      </Base.Root>
      <span id={labelId}>{label}</span>
    </label>
  );
}
