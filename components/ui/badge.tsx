import type { ReactNode } from "react";
import { classNames } from "./class-names";

export interface BadgeProps {
  children: ReactNode;
  tone?: "neutral" | "accent";
  className?: string;
}

/** A word or count that classifies. For conditions use `StatusBadge`. */
export function Badge({ children, tone = "neutral", className }: BadgeProps) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 items-center gap-1 rounded-md px-1.5 text-sm whitespace-nowrap",
        tone === "accent" ? "bg-accent/14 text-accent" : "bg-raised text-muted",
        className,
      )}
    >
      {children}
    </span>
  );
}
