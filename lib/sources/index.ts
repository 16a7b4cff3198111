export { getSource } from "./get";
export { listSources } from "./list";
export { recordIngest, recordInternalIngest } from "./record-ingest";
export { writeAs } from "./write-as";
export { trimSources } from "./trim";
