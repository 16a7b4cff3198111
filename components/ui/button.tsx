"use client";
import { Button as BaseButton } from "@base-ui/react/button";
import { LoaderCircle } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { classNames } from "./class-names";
import { Tooltip } from "./tooltip";

const VARIANTS = {
  /** The one thing that a view is for. */
  primary: "bg-accent text-accent-fg hover:brightness-110 border-transparent font-semibold",
  secondary: "bg-raised text-fg border-line hover:border-line-strong",
  ghost: "bg-transparent text-muted border-transparent hover:bg-raised hover:text-fg",
  /** Breaks or ends something. */
  danger: "bg-transparent text-critical border-critical hover:bg-critical/10",
} as const;

const SIZES = { sm: "h-6 px-2 text-sm gap-1", md: "h-8 px-3 text-base gap-1.5" } as const;

export interface ButtonProps extends Omit<BaseButton.Props, "className" | "disabled" | "children"> {
  variant?: keyof typeof VARIANTS | undefined;
  size?: keyof typeof SIZES | undefined;
  /** Shows that the action is under way and refuses another press. */
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
  /** Why the action is not allowed: disables the button, and tells the reason on hover and focus. */
  disabledReason?: string | undefined;
  className?: string | undefined;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement> | undefined;
}

export function Button({
  variant = "secondary",
  size = "md",
  busy = false,
  disabled = false,
  disabledReason,
  className,
  children,
  ...rest
}: ButtonProps) {
  const button = (
    <BaseButton
      {...rest}
      disabled={disabled || busy || disabledReason !== undefined}
      focusableWhenDisabled={busy || disabledReason !== undefined}
      aria-busy={busy || undefined}
      className={classNames(
        "inline-flex shrink-0 items-center justify-center rounded-md border whitespace-nowrap select-none",
        "data-[disabled]:opacity-55 data-[popup-open]:bg-raised data-[popup-open]:text-fg",
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
    >
      {busy && <LoaderCircle className="size-3.5 animate-spin" aria-hidden />}
      {children}
    </BaseButton>
  );
  return disabledReason === undefined ? button : <Tooltip content={disabledReason}>{button}</Tooltip>;
}
