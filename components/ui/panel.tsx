import type { ReactNode } from "react";
import { classNames } from "./class-names";

export interface PanelProps {
  /** For links to it: the address `#id` scrolls here. */
  id?: string;
  title?: ReactNode;
  /** One line under the title. */
  description?: ReactNode;
  /** On the right of the title. */
  actions?: ReactNode;
  /** The body touches the edges: for tables and charts. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ id, title, description, actions, flush = false, className, children }: PanelProps) {
  return (
    <section id={id} className={classNames("min-w-0 scroll-mt-16 rounded-lg border bg-surface", className)}>
      {(title !== undefined || actions !== undefined) && (
        <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5">
          <div className="min-w-0 flex-1">
            {title !== undefined && <h2 className="font-semibold">{title}</h2>}
            {description !== undefined && <p className="text-sm text-faint">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      <div className={flush ? "" : "p-3"}>{children}</div>
    </section>
  );
}
