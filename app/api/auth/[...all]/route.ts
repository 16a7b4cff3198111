import { handleAuth } from "@/lib/http/auth-handler";
import { timed } from "@/lib/http/timed";

export const POST = timed(handleAuth);
