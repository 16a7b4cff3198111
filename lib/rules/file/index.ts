export { parseRuleFile, recordingKey } from "./parse-rule-file";
export type { ParsedAlert, ParsedFile, ParsedGroup, ParsedRecording } from "./parsed-file";
export type { FileFault } from "@/lib/core/yaml-walk";
