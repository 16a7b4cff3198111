"use client";
import { z } from "zod";
import { showToast } from "@/components/ui/toast";
import { postJson } from "@/lib/http/get-json";

/** Ends the session. The page is loaded anew, so that nothing of it stays in memory. */
export function useSignOut(): () => void {
  return () => {
    postJson("/api/auth/sign-out", { body: {}, schema: z.unknown() }).then(
      () => window.location.assign("/sign-in"),
      (error: Error) => showToast({ status: "critical", title: error.message }),
    );
  };
}
