import { readCount } from "./read-parameters";

/** `/api/v1/targets`: nothing is scraped; what arrives is listed under Settings, Sources. */
export const NO_TARGETS = { activeTargets: [], droppedTargets: [] } as const;

/** `/api/v1/alertmanagers` */
export const NO_ALERTMANAGERS = { activeAlertmanagers: [], droppedAlertmanagers: [] } as const;

/** `/api/v1/targets/metadata`. @throws InvalidError in Prometheus' words */
export function answerTargetMetadata(form: URLSearchParams): readonly [] {
  readCount(form, "limit");
  return [];
}
