export { FILE_BYTES_MAX } from "./constants";
export { deleteRuleFile } from "./delete";
export { listRuleFiles } from "./list";
export { listPrometheusRules } from "./list-prometheus";
export { previewRuleFile } from "./preview";
export { readRuleFile } from "./read-file";
export { saveRuleFile } from "./save";
export { recordingService } from "./service";
