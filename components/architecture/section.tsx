import type { ReactNode } from "react";

/** A titled part of the panel of a node. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 border-b px-3 py-2 last:border-b-0">
      <h3 className="text-sm font-medium text-faint">{title}</h3>
      {children}
    </section>
  );
}
