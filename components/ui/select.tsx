"use client";
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { classNames } from "./class-names";
import { CONTROL_CLASS } from "./input";
import { menuItemClass } from "./menu";

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
}

export interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  /** Names the control where no `Field` does. */
  label?: string;
  disabled?: boolean;
  className?: string;
}

/** One choice out of a short list. */
export function Select<Value extends string>({
  options,
  value,
  onValueChange,
  label,
  disabled = false,
  className,
}: SelectProps<Value>) {
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next);
      }}
    >
      <Base.Trigger
        aria-label={label}
        className={classNames(
          CONTROL_CLASS,
          "inline-flex items-center justify-between gap-2 text-left",
          className,
        )}
      >
        <Base.Value className="truncate" />
        <Base.Icon>
          <ChevronsUpDown className="size-3.5 text-faint" aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className="popup max-h-[var(--available-height)] min-w-[var(--anchor-width)] overflow-y-auto p-1">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className={classNames(menuItemClass, "pr-7")}
              >
                <Base.ItemText>{option.label}</Base.ItemText>
                <Base.ItemIndicator className="absolute right-2">
                  <Check className="size-3.5 text-accent" aria-hidden />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
