import { asNumber, decideAttribute, type RiskCheck, WEIGHT_OF } from "../check";

/** Our choice: a mistake made on a Friday is found in the week after; the usual default of managed databases is seven, too. */
const RETENTION_DAYS_MIN = 7;

export const backupRetentionShort: RiskCheck = {
  id: "backup-retention-short",
  title: { en: "Backups are kept too briefly", zh: "备份保留时间过短" },
  why: {
    en: "A mistake that is found after the last good backup is deleted cannot be undone.",
    zh: "错误发现时，最后一份正确的备份可能已被删除。",
  },
  advice: { en: "Keep backups for at least seven days.", zh: "备份至少保留七天。" },
  pillar: "reliability",
  level: "medium",
  weight: WEIGHT_OF.medium,
  products: ["mysql"],
  // Without any backup there is nothing to keep: that is `backup-off`, and counts there.
  decide: (input) =>
    input.resource.spec["backupEnabled"] === false
      ? { state: "passed" }
      : decideAttribute(
          input,
          "backupRetentionDays",
          asNumber,
          (days) => days >= RETENTION_DAYS_MIN,
          RETENTION_DAYS_MIN,
        ),
};
