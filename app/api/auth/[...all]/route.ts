import { handleAuth } from "@/lib/http/auth-handler";

export const GET = handleAuth;
export const POST = handleAuth;
