"use client";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, use } from "react";
import { ROLES, type Role } from "@/lib/core/context";

export interface Viewer {
  name: string;
  role: Role;
}

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** Who is signed in. @throws outside of the dashboard layout. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error("useViewer needs a ViewerProvider above it.");
  return viewer;
}

/**
 * Why the reader may not do what needs `role`, for a button's `disabledReason`; undefined when they may. The server
 * decides for itself: this only spares people a refusal.
 */
export function useRefusal(role: Role): string | undefined {
  const viewer = useViewer();
  const t = useTranslations("auth");
  if (ROLES.indexOf(viewer.role) >= ROLES.indexOf(role)) return undefined;
  return t("needsRole", { needed: t(`roles.${role}`), own: t(`roles.${viewer.role}`) });
}
