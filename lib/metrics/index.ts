export { answerExemplars } from "./api/answer-exemplars";
export { buildInformation } from "./api/build-information";
export { answerCleanTombstones, answerDeleteSeries } from "./api/delete";
export { answerFormat } from "./api/answer-format";
export {
  answerConfiguration,
  answerFlags,
  answerRuntime,
  answerStorage,
  REPLAY_STATUS,
} from "./api/answer-status";
export { answerTargetMetadata, NO_ALERTMANAGERS, NO_TARGETS } from "./api/answer-targets";
export { answerMetadata } from "./api/list";
export type { IngestFrom } from "./ingest/admit-series";
export {
  DECODED_BYTES_PER_BYTE,
  OverloadError,
  PendingBytes,
  type PendingRequest,
} from "./ingest/pending-bytes";
export { describeInvalid, findMediaFault, UNPACKED_BYTES_MAX } from "./ingest/receive-remote-write";
export { claimedLength } from "./ingest/snappy";
export { encodeAnswer, encodeStatus, type OtlpEncoding } from "./ingest/otlp-answer";
export { OTLP_BYTES_MAX } from "./ingest/receive-otlp";
export { getIngestLimits } from "./limits/get-limits";
export { readIngestLimits } from "./limits/read-limits";
export { setIngestLimits } from "./limits/set-limits";
export { metricServices } from "./open-store";
export {
  answerLabels,
  answerLabelValues,
  answerQuery,
  answerQueryRange,
  answerSeries,
  receiveOtlp,
  receiveRemoteWrite,
} from "./requests";
export { readStorage } from "./retention/read-storage";
export { setRetention } from "./retention/set-retention";
export { type Rejection, type RejectionCode } from "./ingest/rejection-reasons";
export type { ObservedSeries } from "./ingest/observe-series";
export { countIngest, countOverload, observePending, type WriteProtocol } from "./ingest/ingest-metrics";
export { checkMetrics } from "./health/check";
