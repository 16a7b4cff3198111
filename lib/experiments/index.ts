export { abortRun } from "./abort";
export { getRun } from "./get-run";
export { listExperiments } from "./list-experiments";
export { listRuns } from "./list-runs";
export { seedExperiments } from "./seed";
export { experimentService } from "./service";
export { startExperiment } from "./start";
