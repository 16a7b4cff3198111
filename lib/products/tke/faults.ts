import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

const needsLimits = ({ id, spec }: FaultTarget): Text | null =>
  typeof spec["cpuCores"] === "number"
    ? null
    : {
        en: `${id} has no limits for processor and memory that could be set too low.`,
        zh: `${id} 未设置 CPU 与内存限制，无从设低。`,
      };

export const tkeFaults: readonly FaultDefinition[] = [
  {
    id: "tke.pod_crash",
    product: "tke",
    kind: "process-loss",
    title: { en: "Pods crash", zh: "Pod 崩溃" },
    does: {
      en: "A share of the workload's pods crashes at once and keeps crashing (CrashLoopBackOff).",
      zh: "工作负载中一部分 Pod 同时崩溃并反复崩溃（CrashLoopBackOff）。",
    },
    undoes: {
      en: "The pods start again and are ready after their start time.",
      zh: "Pod 重新启动，经启动时间后就绪。",
    },
    parameters: z.object({ podsRatio: z.number().min(0.1).max(1).default(0.5) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_pods_ready", direction: "down" },
      { metric: "tke_pod_restarts_total", direction: "up" },
      { metric: "tke_cpu_usage_ratio", direction: "up" },
    ],
    trips: ["TkePodsUnavailable", "TkePodsCrashLoop"],
  },
  {
    id: "tke.memory_leak",
    product: "tke",
    kind: "resource-exhaustion",
    title: { en: "Memory leak", zh: "内存泄漏" },
    does: {
      en: "Every pod of the workload leaks memory until it is killed for lack of it and starts anew.",
      zh: "工作负载的每个 Pod 持续泄漏内存，直到内存溢出被杀并重启。",
    },
    undoes: {
      en: "The leak ends; pods are replaced one by one, so memory falls back.",
      zh: "泄漏停止，Pod 逐个替换，内存回落。",
    },
    parameters: z.object({
      /** Share of a pod's memory limit that leaks in each minute. */
      leakRatioPerMinute: z.number().min(0.01).max(1).default(0.15),
    }),
    risk: 2,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "tke_memory_usage_ratio", direction: "up" },
      { metric: "tke_memory_working_set_bytes", direction: "up" },
    ],
    trips: ["TkeOomKilled"],
  },
  {
    id: "tke.memory_limit_low",
    product: "tke",
    kind: "misconfiguration",
    title: { en: "Memory limit too low", zh: "内存限制过低" },
    does: {
      en: "A release cuts the memory limit of the containers to this share. They are killed at it again and again (OOMKilled).",
      zh: "某次发布将容器内存限制缩减到该比例，容器反复因超限被杀（OOMKilled）。",
    },
    undoes: { en: "The limit is as before; killed pods start again.", zh: "恢复限制，被杀的 Pod 重新启动。" },
    parameters: z.object({ limitRatio: z.number().min(0.1).max(1).default(0.3) }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "tke_memory_usage_ratio", direction: "up" },
      { metric: "tke_oom_kills_total", direction: "up" },
      { metric: "tke_pod_restarts_total", direction: "up" },
    ],
    trips: ["TkeOomKilled"],
    refuse: needsLimits,
  },
  {
    id: "tke.image_pull_failure",
    product: "tke",
    kind: "dependency-slow",
    title: { en: "Image cannot be pulled", zh: "镜像拉取失败" },
    does: {
      en: "A share of the pods is replaced while the image registry does not answer: the new ones wait in ImagePullBackOff.",
      zh: "一部分 Pod 正被替换时镜像仓库无应答：新 Pod 停留在 ImagePullBackOff。",
    },
    undoes: {
      en: "The registry answers; the pods start at their next attempt.",
      zh: "镜像仓库恢复，Pod 在下次重试时启动。",
    },
    parameters: z.object({ podsRatio: z.number().min(0.1).max(1).default(0.5) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_pods_waiting", direction: "up" },
      { metric: "tke_pods_ready", direction: "down" },
    ],
    trips: ["TkeImagePullFails", "TkePodsUnavailable"],
  },
  {
    id: "tke.bad_rollout",
    product: "tke",
    kind: "misconfiguration",
    title: { en: "Bad release", zh: "发布缺陷版本" },
    does: {
      en: "A defective release is rolled out, a quarter of the pods at a time; what runs it fails a share of its requests and works harder for each.",
      zh: "缺陷版本滚动发布，每次四分之一的 Pod；新版本对一部分请求失败，且每个请求更耗 CPU。",
    },
    undoes: {
      en: "It is rolled back, a quarter of the pods at a time.",
      zh: "逐批回滚，每次四分之一的 Pod。",
    },
    parameters: z.object({
      /** Share of the requests that the new release fails. */
      errorRatio: z.number().min(0.01).max(1).default(0.2),
      /** Processor time of a request, as a multiple of the former release's. */
      costRatio: z.number().min(1).max(5).default(1.3),
    }),
    risk: 3,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "tke_error_ratio", direction: "up" },
      { metric: "tke_cpu_usage_ratio", direction: "up" },
      { metric: "tke_pods_updated", direction: "down" },
    ],
    trips: ["TkeErrorRateHigh"],
  },
  {
    id: "tke.probe_misconfigured",
    product: "tke",
    kind: "misconfiguration",
    title: { en: "Readiness probe misconfigured", zh: "就绪探针配置错误" },
    does: {
      en: "The readiness probe is so impatient that this share of its attempts fails. Three in a row take a pod out, one success brings it back: pods flap.",
      zh: "就绪探针过于严苛，设定比例的探测失败。连续三次失败即摘除，一次成功即恢复：Pod 反复上下线。",
    },
    undoes: {
      en: "The probe is as before; pods are ready at the next attempt.",
      zh: "恢复探针配置，下次探测后就绪。",
    },
    parameters: z.object({
      /** Share of the attempts that fail. */
      failedRatio: z.number().min(0.05).max(1).default(0.8),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_pods_ready", direction: "down" },
      { metric: "tke_cpu_usage_ratio", direction: "up" },
    ],
    trips: ["TkePodsUnavailable"],
  },
  {
    id: "tke.retry_storm",
    product: "tke",
    kind: "retry-storm",
    title: { en: "Retry storm", zh: "重试风暴" },
    does: {
      en: "A release of the client library sends every call to other parts several times, without a budget: callees get a multiple of their load.",
      zh: "客户端库新版本将每次调用重复发送且无重试预算：被调方负载成倍增加。",
    },
    undoes: { en: "The library is rolled back; what has queued drains.", zh: "回滚客户端库，积压随后消化。" },
    parameters: z.object({
      /** How often each call is sent, the first time included. */
      attempts: z.number().min(1.1).max(10).default(3),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "tke_retries_total", direction: "up" }],
    trips: ["TkeRetriesHigh"],
  },
  {
    id: "tke.connection_leak",
    product: "tke",
    kind: "connection-leak",
    title: { en: "Thread and connection leak", zh: "线程与连接泄漏" },
    does: {
      en: "Threads hang on connections that nobody closes: each minute so many more of the pool are gone, until requests are refused.",
      zh: "线程挂在未关闭的连接上：每分钟线程池又少一部分，直至拒绝请求。",
    },
    undoes: {
      en: "The leak ends; pods are replaced one by one and their pools with them.",
      zh: "泄漏停止，Pod 逐个替换，线程池恢复。",
    },
    parameters: z.object({
      /** Share of a pod's threads that hang in each minute. */
      leakRatioPerMinute: z.number().min(0.01).max(1).default(0.4),
    }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "tke_threads_busy_ratio", direction: "up" },
      { metric: "tke_error_ratio", direction: "up" },
    ],
    trips: ["TkeThreadsExhausted"],
  },
  {
    id: "tke.cpu_throttling",
    product: "tke",
    kind: "misconfiguration",
    title: { en: "CPU limit too low", zh: "CPU 限制过低" },
    does: {
      en: "A release cuts the CPU limit of the containers to this share: the kernel stops them for the rest of each period.",
      zh: "某次发布将容器 CPU 限制缩减到该比例：内核在每个周期的剩余时间暂停容器。",
    },
    undoes: { en: "The limit is as before.", zh: "恢复限制。" },
    parameters: z.object({
      /** 0.1 is the usual slip: 300m where 3 was meant. */
      limitRatio: z.number().min(0.05).max(1).default(0.1),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_cpu_throttled_ratio", direction: "up" },
      { metric: "tke_cpu_usage_ratio", direction: "up" },
      { metric: "tke_request_duration_seconds", direction: "up" },
    ],
    trips: ["TkeCpuThrottled"],
    refuse: needsLimits,
  },
  {
    id: "tke.dependency_slow",
    product: "tke",
    kind: "dependency-slow",
    title: { en: "Calls delayed", zh: "调用延迟" },
    does: {
      en: "The mesh delays every call that the workload makes to others (as Istio's fault.delay).",
      zh: "服务网格延迟该工作负载发出的每次调用（同 Istio fault.delay）。",
    },
    undoes: { en: "The delay is taken off.", zh: "取消延迟。" },
    parameters: z.object({ delayMs: z.number().min(1).max(10_000).default(2_000) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_request_duration_seconds", direction: "up" },
      { metric: "tke_requests_in_flight", direction: "up" },
    ],
    trips: ["TkeLatencyHigh"],
  },
  {
    id: "tke.calls_fail",
    product: "tke",
    kind: "network-cut",
    title: { en: "Calls cut off", zh: "调用中断" },
    does: {
      en: "A wrong network policy drops a share of the calls that the workload makes to others.",
      zh: "错误的网络策略丢弃该工作负载发出的一部分调用。",
    },
    undoes: { en: "The policy is taken back.", zh: "撤销该策略。" },
    parameters: z.object({ failedRatio: z.number().min(0.01).max(1).default(0.3) }),
    risk: 3,
    durationS: { default: 120, max: 3_600 },
    moves: [{ metric: "tke_error_ratio", direction: "up" }],
    trips: ["TkeErrorRateHigh"],
  },
  {
    id: "tke.scaled_down",
    product: "tke",
    kind: "capacity-loss",
    title: { en: "Scaled down by mistake", zh: "误缩容" },
    does: {
      en: "A wrong manifest sets the pods to a share of what they should be and takes the autoscaler away with it.",
      zh: "错误的清单将 Pod 数缩到设定比例，并停用自动伸缩。",
    },
    undoes: {
      en: "The former number is set; pods are ready after their start time.",
      zh: "恢复原副本数，经启动时间后就绪。",
    },
    parameters: z.object({ podsRatio: z.number().min(0.05).max(0.95).default(0.3) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_pods_desired", direction: "down" },
      { metric: "tke_pods_ready", direction: "down" },
      { metric: "tke_cpu_usage_ratio", direction: "up" },
    ],
    trips: ["TkeAutoscalerBlind"],
  },
  {
    id: "tke.autoscaler_blind",
    product: "tke",
    kind: "misconfiguration",
    title: { en: "Autoscaler gets no metrics", zh: "自动伸缩无指标" },
    does: {
      en: "The metrics server does not answer for the workload, so the autoscaler changes nothing, whatever comes.",
      zh: "指标服务对该工作负载无应答，无论负载如何，自动伸缩都不动作。",
    },
    undoes: {
      en: "Metrics arrive; the autoscaler acts at its next sync.",
      zh: "指标恢复，自动伸缩在下次同步时动作。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 7_200 },
    moves: [{ metric: "tke_autoscaler_active", direction: "down" }],
    trips: ["TkeAutoscalerBlind"],
    refuse: ({ id, spec }) =>
      typeof spec["podsMax"] === "number"
        ? null
        : {
            en: `${id} has no autoscaler: without requests for processor there is nothing to go by.`,
            zh: `${id} 没有自动伸缩：未设置 CPU 申请，无从依据。`,
          },
  },
];
