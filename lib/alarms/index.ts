export { acknowledgeAlarm } from "./acknowledge";
export { listAlarms } from "./list";
export { listPrometheusAlerts, listPrometheusRules } from "./list-prometheus";
export { listRules } from "./list-rules";
export { seedAlarmRules } from "./seed";
export { alarmService } from "./service";
