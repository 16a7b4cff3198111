/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1) */
import type { ReactNode, Ref } from "react";
import { classNames } from "./class-names";

/** Wide content that scrolls sideways by itself, by pointer and by keyboard. */
export function ScrollRegion({
  label,
  className,
  ref,
  children,
}: {
  label: string;
  className?: string;
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}) {
  return (
    <section
      ref={ref}
      aria-label={label}
      tabIndex={0}
      className={classNames("overflow-x-auto focus-visible:-outline-offset-2", className)}
    >
      {children}
    </section>
  );
}
