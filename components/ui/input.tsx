"use client";
import { Input as BaseInput } from "@base-ui/react/input";
import type { Ref } from "react";
import { classNames } from "./class-names";

export const CONTROL_CLASS =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-bg px-2 text-base text-fg placeholder:text-faint " +
  "data-[disabled]:opacity-55 data-[invalid]:border-critical aria-invalid:border-critical";

export interface InputProps extends Omit<BaseInput.Props, "className"> {
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

/** A line of text. Give it a name: a `Field` around it, or `aria-label`. */
export function Input({ className, ...rest }: InputProps) {
  return <BaseInput {...rest} className={classNames(CONTROL_CLASS, className)} />;
}
