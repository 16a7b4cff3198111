"use client";
import { Toast as Base } from "@base-ui/react/toast";
import { CloseButton } from "./close-button";
import type { Status } from "./status";
import { StatusShape } from "./status-shape";

const manager = Base.createToastManager<{ status: Status }>();

export interface ToastInput {
  status: Status;
  title: string;
  description?: string;
}

/** Says that something was done or went wrong. Failures interrupt a screen reader and stay until they are dismissed. */
export function showToast({ status, title, description }: ToastInput): void {
  const failed = status === "critical";
  manager.add({
    title,
    description,
    data: { status },
    priority: failed ? "high" : "low",
    timeout: failed ? 0 : 5_000,
  });
}

/** Once per page. */
export function Toaster() {
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        <Base.Viewport className="fixed right-3 bottom-17 z-50 flex w-80 max-w-[calc(100vw-1.5rem)] flex-col-reverse gap-2 md:bottom-3">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager<{ status: Status }>();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className="popup p-2 pl-3">
      <Base.Content className="flex items-start gap-2">
        <StatusShape status={toast.data?.status ?? "info"} className="mt-1.5 size-2.5" />
        <div className="min-w-0 flex-1 py-0.5 [overflow-wrap:anywhere]">
          <Base.Title className="font-medium" />
          <Base.Description className="text-sm text-muted" />
        </div>
        <Base.Close render={<CloseButton size="sm" />} />
      </Base.Content>
    </Base.Root>
  ));
}
