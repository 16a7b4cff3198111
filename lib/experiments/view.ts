import type { Experiment, Injection, Run } from "@/db/schema/experiments";
import type { ExperimentPlan, ExperimentView, RunView } from "./schemas";

const ms = (date: Date | null): number | null => date?.getTime() ?? null;

type ExperimentName = Pick<Experiment, "id" | "slug" | "title" | "titleZh">;

function viewProgress(run: Run, experiment: ExperimentName) {
  const { id, slug, title, titleZh } = experiment;
  return {
    id: run.id,
    experiment: { id, slug, title, titleZh },
    state: run.state,
    verdict: run.verdict,
    reason: run.reason,
    requestedBy: run.requestedBy,
    createdAt: run.createdAt.getTime(),
    startedAt: ms(run.startedAt),
    injectedAt: ms(run.injectedAt),
    rolledBackAt: ms(run.rolledBackAt),
    endedAt: ms(run.endedAt),
  };
}

export function viewRun(run: Run, experiment: ExperimentName, leases: readonly Injection[]): RunView {
  return {
    ...viewProgress(run, experiment),
    plan: run.plan,
    report: run.report,
    injections: leases.map((lease) => ({
      id: lease.id,
      faultId: lease.faultId,
      resourceId: lease.resourceId,
      state: lease.state,
      activeFrom: ms(lease.activeFrom),
      deadline: lease.deadline.getTime(),
      undoneAt: ms(lease.undoneAt),
      undoError: lease.undoError,
    })),
  };
}

export function viewExperiment(
  experiment: Experiment,
  plan: ExperimentPlan,
  lastRun: Run | undefined,
): ExperimentView {
  const { id, slug, title, titleZh, description, descriptionZh, drill } = experiment;
  return {
    id,
    slug,
    title,
    titleZh,
    description,
    descriptionZh,
    drill,
    plan,
    lastRun: lastRun ? viewProgress(lastRun, experiment) : null,
  };
}
