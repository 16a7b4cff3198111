"use client";
import type { Role } from "@/lib/core/context";
import { StatusShape } from "@/components/ui/status-shape";
import { useRefusal } from "./viewer";

/** Says once, in sight, why the actions of a page are disabled: a touch screen shows no tooltips. */
export function RoleNote({ needs }: { needs: Role }) {
  const refusal = useRefusal(needs);
  if (refusal === undefined) return null;
  return (
    <p className="flex items-center gap-2 text-sm text-muted">
      <StatusShape status="info" />
      {refusal}
    </p>
  );
}
