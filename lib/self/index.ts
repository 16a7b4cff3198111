export { exposeMetrics } from "./expose";
export { keepSelf } from "./keep-self";
export { getTrace, listTraces } from "./list-traces";
export { readSelf } from "./overview";
export { trimTraces } from "./trim-traces";
export { watchQueues } from "./watch-queues";
