"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { CloseButton } from "./close-button";

export const Dialog = Base.Root;
export const DialogTrigger = Base.Trigger;
export const DialogClose = Base.Close;

const SIZES = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" } as const;

export interface DialogContentProps {
  title: string;
  description?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: keyof typeof SIZES;
  children?: ReactNode;
}

/** The popup of a dialog: traps focus, closes on Escape, gives focus back. */
export function DialogContent({ title, description, footer, size = "md", children }: DialogContentProps) {
  return (
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 z-40 bg-black/60" />
      <Base.Viewport className="fixed inset-0 z-50 grid items-end justify-items-center overflow-y-auto sm:items-center sm:p-4">
        <Base.Popup
          className={classNames(
            "popup flex max-h-[92dvh] w-full flex-col max-sm:rounded-b-none",
            SIZES[size],
          )}
        >
          <header className="flex items-start gap-2 border-b py-2 pr-2 pl-4">
            <Base.Title className="flex-1 py-1 text-lg font-semibold">{title}</Base.Title>
            <Base.Close render={<CloseButton />} />
          </header>
          <div className="flex flex-col gap-3 overflow-y-auto p-4">
            {description !== undefined && (
              <Base.Description className="text-muted">{description}</Base.Description>
            )}
            {children}
          </div>
          {footer !== undefined && <footer className="flex justify-end gap-2 border-t p-3">{footer}</footer>}
        </Base.Popup>
      </Base.Viewport>
    </Base.Portal>
  );
}
