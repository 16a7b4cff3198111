"use client";
import { useTranslations } from "next-intl";
import { StatusShape } from "@/components/ui/status-shape";
import { SignInError } from "./sign-in";

const KNOWN = {
  INVALID_EMAIL_OR_PASSWORD: "wrong",
  INVALID_EMAIL: "wrong",
  LINK_USED_OR_EXPIRED: "linkUsed",
  "429": "tooMany",
} as const;

function keyOf(reason: string): (typeof KNOWN)[keyof typeof KNOWN] | undefined {
  return Object.entries(KNOWN).find(([known]) => known === reason)?.[1];
}

/** Why signing in failed and what to do; what we have no words for is told as the server says it. */
export function SignInProblem({ error }: { error: Error }) {
  const t = useTranslations("auth.problem");
  const key = error instanceof SignInError ? keyOf(error.reason) : undefined;
  return (
    <p role="alert" className="flex gap-2 rounded-md border border-critical p-3">
      <StatusShape status="critical" className="mt-1 size-3" />
      <span className="[overflow-wrap:anywhere]">{key === undefined ? error.message : t(key)}</span>
    </p>
  );
}
