import { timed } from "@/lib/http/timed";
import { checkHealth } from "@/lib/runtime/check-health";

export const GET = timed(async () => {
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
});
