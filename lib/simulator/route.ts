import { entered } from "./behaviour/business";
import { GROUPS } from "./behaviour/ckafka";
import type { Cell } from "./cell";
import { retriedShare, type Call } from "./dependencies";

/** Adds calls to what each callee is offered; a share that failed in the last tick is sent once more. @returns retries. */
function offerCalls(calls: readonly Call[], perS: number): number {
  let retries = 0;
  for (const { callee, calls: n } of calls) {
    const again = perS * n * retriedShare(callee.state.failed);
    callee.offered += perS * n + again;
    retries += again;
  }
  return retries;
}

/** Sends each scenario's requests along the call graph: what every part is asked for in this tick. */
export function offer(cell: Cell): void {
  const { scenarios, services, caches, databases, queue } = cell;
  for (const service of services) service.offered = 0;
  for (const { offered } of caches) offered.commands = offered.reads = 0;
  for (const { offered } of databases) offered.reads = offered.writes = 0;
  queue.offered.messages = 0;

  for (const scenario of scenarios) {
    const perS = scenario.offered * entered(scenario);
    scenario.gateway.offered += perS;
    scenario.gateway.retried = 0;
  }
  let gatewayRetries = 0;
  for (const scenario of scenarios)
    gatewayRetries += offerCalls(
      scenario.calls,
      scenario.offered * entered(scenario) * (1 - scenario.gateway.state.failed),
    );
  for (const service of services) {
    const group = GROUPS.findIndex((name) => name === service.plan.group);
    if (group >= 0) service.offered = queue.state.consumed[group] ?? 0;
    const perS = service.offered;
    service.retried = offerCalls(service.calls, perS);
    for (const { pair, reads, cluster, statements } of service.caches) {
      pair.offered.commands += perS * reads;
      pair.offered.reads += perS * reads;
      cluster.offered.reads += perS * reads * (1 - pair.state.hitShare) * statements;
    }
    for (const { pair, commands } of service.stores) {
      pair.offered.commands += perS * commands;
      pair.offered.reads += (perS * commands) / 2;
    }
    for (const { cluster, reads, writes } of service.databases) {
      cluster.offered.reads += perS * reads;
      cluster.offered.writes += perS * writes;
    }
    queue.offered.messages += perS * service.queue.messages;
  }
  const gateway = scenarios[0]?.gateway;
  if (gateway) gateway.retried = gatewayRetries;
}
