"use client";
import { Field as Base } from "@base-ui/react/field";
import type { ReactNode } from "react";

export interface FieldProps {
  label: string;
  name?: string;
  hint?: ReactNode;
  /** What is wrong with the value; also marks the control as invalid. */
  error?: string | null | undefined;
  children: ReactNode;
}

/** Label, control, hint and error, tied together for assistive technology. */
export function Field({ label, name, hint, error, children }: FieldProps) {
  return (
    <Base.Root
      {...(name === undefined ? {} : { name })}
      invalid={Boolean(error)}
      className="flex flex-col gap-1"
    >
      <Base.Label className="text-sm font-medium text-muted">{label}</Base.Label>
      {children}
      {hint !== undefined && <Base.Description className="text-sm text-faint">{hint}</Base.Description>}
      {error && (
        <Base.Error match className="text-sm text-critical">
          {error}
        </Base.Error>
      )}
    </Base.Root>
  );
}
