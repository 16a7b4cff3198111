export { getSource } from "./get";
export { listSources } from "./list";
export { recordIngest } from "./record-ingest";
export { trimSources } from "./trim";
