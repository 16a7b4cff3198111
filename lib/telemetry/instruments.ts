/** Bounds as in Prometheus' own HTTP server, with two finer ones: most of our answers take milliseconds. Seconds. */
const REQUEST_BOUNDS_S = [0.01, 0.04, 0.1, 0.4, 1, 3, 8, 20, 60] as const;
/** A statement or a query inside one machine: the same steps a decade finer. Seconds. */
const CALL_BOUNDS_S = [0.001, 0.004, 0.01, 0.04, 0.1, 0.4, 1, 4, 10] as const;
/** Work in the background: from a tick to a merge of a day. Seconds. */
const WORK_BOUNDS_S = [0.01, 0.04, 0.1, 0.4, 1, 4, 10, 60, 300] as const;
/** Pauses of the collector; a frame of a screen is 16 ms. Seconds. */
const PAUSE_BOUNDS_S = [0.001, 0.004, 0.016, 0.05, 0.2] as const;

export interface Instrument {
  type: "counter" | "gauge" | "histogram";
  help: string;
  /** Label names. Values come from bounded sets: no ids, no user text. */
  labels: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  bounds?: readonly number[];
}

const counter = (help: string, ...labels: string[]): Instrument & { type: "counter" } => ({
  type: "counter",
  help,
  labels,
});
const gauge = (help: string, ...labels: string[]): Instrument & { type: "gauge" } => ({
  type: "gauge",
  help,
  labels,
});
const histogram = (
  bounds: readonly number[],
  help: string,
  ...labels: string[]
): Instrument & { type: "histogram" } => ({ type: "histogram", help, labels, bounds });

/**
 * Every metric of our own, by its name: the one list. README.md describes it for readers, a test compares the two. All begin
 * with `evenkeel_`, so that the process metrics of somebody else's programs are never taken for ours.
 */
export const INSTRUMENTS = {
  evenkeel_process_cpu_seconds_total: counter("Processor time of the process, user and system."),
  evenkeel_process_resident_memory_bytes: gauge("Memory that the system gave the process."),
  evenkeel_process_memory_limit_bytes: gauge(
    "Memory that the process may have: of its control group, else of the machine.",
  ),
  evenkeel_process_start_time_seconds: gauge("When the process started, Unix time."),
  evenkeel_process_restarts_total: counter("Times that the supervisor started this part again."),
  evenkeel_nodejs_heap_used_bytes: gauge("JavaScript heap in use."),
  evenkeel_nodejs_heap_limit_bytes: gauge("Size at which V8 gives up."),
  evenkeel_nodejs_external_bytes: gauge("Memory of buffers outside the heap."),
  evenkeel_nodejs_eventloop_lag_seconds: gauge("Delay of the event loop in the last period.", "statistic"),
  evenkeel_nodejs_eventloop_utilization_ratio: gauge(
    "Share of the last period in which the event loop was busy.",
  ),
  evenkeel_nodejs_gc_duration_seconds: histogram(PAUSE_BOUNDS_S, "Pauses of the garbage collector.", "kind"),
  evenkeel_disk_available_bytes: gauge("Free space where the data folder is."),
  evenkeel_disk_size_bytes: gauge("Size of the volume where the data folder is."),

  evenkeel_http_request_duration_seconds: histogram(
    REQUEST_BOUNDS_S,
    "From the request to the head of the answer.",
    "method",
    "route",
    "status",
  ),
  evenkeel_live_clients: gauge("Browsers that hold an event stream open."),

  evenkeel_query_duration_seconds: histogram(
    CALL_BOUNDS_S,
    "Reads of the metric store, waiting included.",
    "kind",
    "outcome",
  ),
  evenkeel_queries_running: gauge(
    "Reads of the metric store under way, those in the queue included.",
    "kind",
  ),
  evenkeel_query_samples_total: counter("Samples that queries loaded."),
  evenkeel_store_write_duration_seconds: histogram(
    CALL_BOUNDS_S,
    "Writes to the metric store until they are durable.",
    "outcome",
  ),
  evenkeel_store_written_samples_total: counter(
    "Samples made durable, whoever wrote them; our own left out.",
  ),

  evenkeel_ingest_requests_total: counter(
    "Writes that arrived over HTTP, refused ones included.",
    "source",
    "protocol",
  ),
  evenkeel_ingest_samples_total: counter(
    "Samples that arrived over HTTP and were stored.",
    "source",
    "protocol",
  ),
  evenkeel_ingest_rejected_samples_total: counter(
    "Samples of remote-write and data points of OTLP that were refused.",
    "source",
    "protocol",
    "reason",
  ),
  evenkeel_ingest_rejected_requests_total: counter(
    "Writes that were refused as a whole.",
    "source",
    "protocol",
    "reason",
  ),
  evenkeel_ingest_series: gauge(
    "Series with a sample in the last 10 to 20 minutes, as this process has seen them.",
    "source",
  ),
  evenkeel_ingest_limit: gauge(
    "What a source may send, in the unit that the name of the limit says.",
    "source",
    "limit",
  ),
  evenkeel_ingest_pending_bytes: gauge("Memory that writes in work are counted with."),
  evenkeel_ingest_pending_requests: gauge(
    "Writes in work, those included whose sender was told to come again.",
  ),

  evenkeel_database_query_duration_seconds: histogram(
    CALL_BOUNDS_S,
    "Statements to PostgreSQL, the wait for a connection included.",
    "operation",
    "outcome",
  ),
  evenkeel_database_queries_running: gauge(
    "Statements under way, those that wait for a connection included.",
  ),
  evenkeel_database_connections_max: gauge("Connections that the pool may open."),

  evenkeel_service_leading: gauge("1 while this process runs the service.", "service"),
  evenkeel_service_restarts_total: counter("Times that a service failed and was started again.", "service"),
  evenkeel_service_tick_duration_seconds: histogram(
    WORK_BOUNDS_S,
    "Ticks of a service.",
    "service",
    "outcome",
  ),
  evenkeel_service_tick_lateness_seconds: histogram(
    WORK_BOUNDS_S,
    "How long after it was due a tick began.",
    "service",
  ),
  evenkeel_alarm_rules: gauge("Alarm rules by the outcome of their last evaluation.", "health"),
  evenkeel_alarm_rule_duration_seconds: histogram(CALL_BOUNDS_S, "Evaluation of one alarm rule.", "outcome"),
  evenkeel_simulator_lag_seconds: gauge("How far the simulated world is behind the clock."),

  evenkeel_maintenance_duration_seconds: histogram(
    WORK_BOUNDS_S,
    "Steps that keep the embedded store in shape.",
    "step",
    "outcome",
  ),
  evenkeel_maintenance_samples_total: counter("Samples that such steps moved.", "step"),
  evenkeel_log_samples: gauge("Samples in the log that are not folded into segments yet."),

  evenkeel_job_duration_seconds: histogram(WORK_BOUNDS_S, "Runs of scheduled jobs.", "queue", "outcome"),
  evenkeel_job_oldest_seconds: gauge("How long the oldest job that is due has been waiting.", "queue"),

  evenkeel_chat_question_duration_seconds: histogram(
    CALL_BOUNDS_S,
    "Questions to the chat until the answer.",
    "status",
    "understood_by",
  ),
  evenkeel_chat_model_duration_seconds: histogram(
    REQUEST_BOUNDS_S,
    "Calls to the language model.",
    "outcome",
  ),

  evenkeel_self_samples_total: counter("Samples of our own telemetry that were stored."),
  evenkeel_self_dropped_total: counter("Own telemetry that was given up.", "what", "reason"),
  evenkeel_self_traces_total: counter("Traces that were kept, by the reason.", "reason"),
} as const satisfies Record<string, Instrument>;

export type InstrumentName = keyof typeof INSTRUMENTS;
type OfType<Type> = {
  [Name in InstrumentName]: (typeof INSTRUMENTS)[Name]["type"] extends Type ? Name : never;
}[InstrumentName];
export type CounterName = OfType<"counter">;
export type GaugeName = OfType<"gauge">;
export type HistogramName = OfType<"histogram">;
