"use client";
import Link from "next/link";
import type { RunView } from "@/lib/experiments/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";

export function RunName({ run }: { run: RunView }) {
  const local = useLocalText();
  return (
    <span className="flex min-w-40 flex-col">
      <Link href={`/experiments/runs/${run.id}`} className="font-medium hover:text-accent hover:underline">
        {local(run.experiment.title, run.experiment.titleZh)}
      </Link>
      {run.reason !== null && <span className="text-sm text-muted">{run.reason}</span>}
    </span>
  );
}
