"use client";
import { Check, CircleDashed, LoaderCircle, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Panel } from "@/components/ui/panel";
import { useTimeText } from "@/components/ui/use-time-text";
import type { RunView } from "@/lib/experiments/schemas";
import { runSteps } from "./run-steps";

const ICONS = { done: Check, current: LoaderCircle, ahead: CircleDashed, skipped: Minus } as const;

/** The states that a run goes through, and when. */
export function RunCourse({ run }: { run: RunView }) {
  const t = useTranslations("experiments");
  const time = useTimeText();
  return (
    <Panel title={t("course")}>
      <ol className="grid gap-2 sm:grid-cols-7">
        {runSteps(run).map(({ state, stage, at }) => {
          const Icon = ICONS[stage];
          return (
            <li
              key={state}
              aria-current={stage === "current" ? "step" : undefined}
              className={classNames(
                "flex gap-2 border-l-2 pl-2 sm:flex-col sm:gap-1 sm:border-t-2 sm:border-l-0 sm:pt-2 sm:pl-0",
                stage === "current"
                  ? "border-accent"
                  : stage === "done"
                    ? "border-line-strong"
                    : "border-line",
              )}
            >
              <span
                className={classNames(
                  "flex items-center gap-1.5 text-sm",
                  stage === "current"
                    ? "font-semibold text-fg"
                    : stage === "done"
                      ? "text-muted"
                      : "text-faint",
                )}
              >
                <Icon
                  className={classNames(
                    "size-3.5 shrink-0",
                    stage === "current" && "animate-spin text-accent",
                  )}
                  aria-hidden
                />
                {t(`states.${state}`)}
              </span>
              <span className="text-xs text-faint">
                {at !== null ? time.time(at) : stage === "skipped" ? t("skipped") : ""}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
