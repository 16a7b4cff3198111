export { acknowledgeAlarm } from "./acknowledge";
export { listAlarms } from "./list";
export { listPrometheusAlerting, listPrometheusAlerts } from "./list-prometheus";
export { PROMETHEUS_HEALTH } from "./prometheus-view";
export { listRules } from "./list-rules";
export { type AlarmRuleRow, removeAlarmRules, saveAlarmRule } from "./rule-file";
export { seedAlarmRules } from "./seed";
export { alarmService } from "./service";
export { checkTemplate } from "./template";
