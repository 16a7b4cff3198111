import { route } from "@/lib/http/route";
import { requestScan } from "@/lib/risk";

export const POST = route({ role: "operator", handle: ({ ctx }) => requestScan(ctx) });
