export { answerQuery, answerQueryRange } from "./api/answer-query";
export { BUILD_INFORMATION } from "./api/build-information";
export { answerLabels, answerLabelValues, answerMetadata, answerSeries } from "./api/list";
export {
  describeInvalid,
  findMediaFault,
  PACKED_BYTES_MAX,
  receiveRemoteWrite,
} from "./ingest/receive-remote-write";
export { metricServices } from "./open-store";
