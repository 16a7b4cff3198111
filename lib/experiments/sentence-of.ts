import type { Reason } from "./schemas";

const SENTENCES: Partial<Record<Reason["key"], (values: Reason["values"]) => string>> = {
  called_off: () => "It was called off before anything was injected.",
  not_steady_before: ({ title, value }) =>
    value === undefined
      ? `The steady state "${title}" could not be seen, so nothing was injected.`
      : `The steady state "${title}" did not hold (${value}), so nothing was injected.`,
  refused: ({ reason }) => String(reason),
  guard_broken: ({ title, value }) =>
    value === undefined
      ? `The guard "${title}" could not be seen, so the fault was rolled back.`
      : `The guard "${title}" broke (${value}), so the fault was rolled back.`,
  guard_unseen: () => "The metrics did not answer, so nobody watched the guards: the fault was rolled back.",
  aborted: ({ by }) => `It was aborted by ${by}.`,
  not_restored: () => "A target did not come back after a step, so the next one was left out.",
  lease_expired: () => "The lease ran out before the fault was applied.",
};

/** A reason in one English sentence, for lists and logs. */
export function sentenceOf({ key, values }: Reason): string {
  return SENTENCES[key]?.(values) ?? key;
}
