import { handleAuth } from "@/lib/http/auth-handler";

export const POST = handleAuth;
