import type { ReactNode } from "react";

export interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons that belong to the page as a whole. */
  actions?: ReactNode;
}

export function PageHeader({ title, description, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 pt-4 pb-1 md:px-4">
      <div className="min-w-64 flex-1">
        <h1 className="text-xl font-semibold">{title}</h1>
        {description !== undefined && <div className="max-w-3xl text-muted">{description}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
