import type { ReactNode } from "react";

/** What stands under the header of a page, with its margins. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-4 px-3 py-2 pb-6 md:px-4">{children}</div>;
}
