export { answerQuery, answerQueryRange } from "./api/answer-query";
export { BUILD_INFORMATION } from "./api/build-information";
export { answerLabels, answerLabelValues, answerMetadata, answerSeries } from "./api/list";
export { describeInvalid, findMediaFault, receiveRemoteWrite } from "./ingest/receive-remote-write";
export { encodeAnswer, encodeStatus, type OtlpEncoding } from "./ingest/otlp-answer";
export { OTLP_BYTES_MAX, receiveOtlp } from "./ingest/receive-otlp";
export { PACKED_BYTES_MAX } from "./ingest/write-limits";
export { metricServices } from "./open-store";
export { REJECTION_CODES, type Rejection, type RejectionCode } from "./ingest/rejection-reasons";
export type { ObservedSeries } from "./ingest/observe-series";
export {
  INGEST_PROTOCOLS,
  onIngest,
  reportIngest,
  type IngestProtocol,
  type IngestReport,
  type IngestSource,
} from "./ingest/report-ingest";
