import { DAY_MS } from "@/lib/core/time";
import { asNumber, type RiskCheck, WEIGHT_OF } from "../check";

/** Let's Encrypt advises to renew 30 days before the end: time for several tries. */
const DAYS_LEFT_MIN = 30;

export const certificateExpiring: RiskCheck = {
  id: "certificate-expiring",
  title: { en: "Certificate ends soon", zh: "证书即将到期" },
  why: {
    en: "From the moment it ends browsers refuse every connection.",
    zh: "到期后浏览器将拒绝所有连接。",
  },
  advice: { en: "Renew it now, and renew by machine from then on.", zh: "立即续期，并改为自动续期。" },
  pillar: "security",
  level: "high",
  weight: WEIGHT_OF.high,
  products: ["clb"],
  decide: ({ resource, now }) => {
    const expiresAt = asNumber(resource.spec["certificateExpiresAt"]);
    if (expiresAt === undefined) return { state: "unknown", missing: "spec.certificateExpiresAt" };
    const daysLeft = (expiresAt - now) / DAY_MS;
    if (daysLeft >= DAYS_LEFT_MIN) return { state: "passed" };
    const value = Math.floor(daysLeft * 10) / 10;
    return {
      state: "failed",
      evidence: {
        attribute: "spec.certificateExpiresAt",
        value,
        limit: DAYS_LEFT_MIN,
        unit: "days",
        expiresAt,
      },
    };
  },
};
