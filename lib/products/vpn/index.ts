import type { Product } from "../types";
import { vpnAlarms } from "./alarms";
import { vpnFaults } from "./faults";
import { vpnMetrics } from "./metrics";

export const product: Product = {
  id: "vpn",
  title: { en: "VPN gateway", zh: "VPN 网关" },
  layer: "access",
  synonyms: ["vpn", "vpn gateway", "ipsec", "vpn tunnel", "vpn网关", "隧道"],
  metrics: vpnMetrics,
  faults: vpnFaults,
  alarms: vpnAlarms,
};
