/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1) */
import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** Wide content that scrolls sideways by itself, by pointer and by keyboard. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className={classNames("overflow-x-auto focus-visible:-outline-offset-2", className)}
    >
      {children}
    </section>
  );
}
