import { StatusShape } from "@/components/ui/status-shape";

/** Why a form was refused, in the server's words. */
export function FormError({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p role="alert" className="flex items-start gap-2 text-critical">
      <StatusShape status="critical" className="mt-1.5 size-2.5" />
      <span className="[overflow-wrap:anywhere]">{error.message}</span>
    </p>
  );
}
