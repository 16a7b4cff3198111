import type { RiskCheck } from "./check";
import { backupOff } from "./checks/backup-off";
import { backupRetentionShort } from "./checks/backup-retention-short";
import { certificateExpiring } from "./checks/certificate-expiring";
import { connectionsBusy } from "./checks/connections-busy";
import { cpuBusy } from "./checks/cpu-busy";
import { deletionProtectionOff } from "./checks/deletion-protection-off";
import { diskNearlyFull } from "./checks/disk-nearly-full";
import { limitsMissing } from "./checks/limits-missing";
import { noStandby } from "./checks/no-standby";
import { replicaBehind } from "./checks/replica-behind";
import { singleZone } from "./checks/single-zone";

/** Worst first; among equals in the order in which they are best mended. */
export const RISK_CHECKS: readonly RiskCheck[] = [
  backupOff,
  noStandby,
  singleZone,
  certificateExpiring,
  diskNearlyFull,
  backupRetentionShort,
  deletionProtectionOff,
  cpuBusy,
  connectionsBusy,
  replicaBehind,
  limitsMissing,
];
