import { newEdge, type Edge, type Port, type Use } from "./graph";
import type { FindPart, Instance, Part, UsedBy } from "./part";

/** Callers give a call, its retry included, three seconds. */
const CALL_TIMEOUT_S = 3;

interface Built {
  instance: Instance;
  part: Part;
}

/** All calls of a copy of the businesses. */
export interface Wiring {
  /** Callers before callees. */
  ports: Port[];
  /** Callees before callers. */
  order: Part[];
  edges: Edge[];
}

/** Makes the edges between parts, one for each pair. */
class Edges {
  private readonly byPair = new Map<string, Edge>();

  between(client: string, server: string): Edge {
    const key = `${client} ${server}`;
    const edge = this.byPair.get(key) ?? newEdge(client, server);
    this.byPair.set(key, edge);
    return edge;
  }

  /** Those that some port uses, in the order of their first use. */
  used(ports: readonly Port[]): Edge[] {
    return [
      ...new Set(
        ports.flatMap(({ uses }) =>
          uses.flatMap(({ edge, fallback }) => (fallback ? [edge, fallback.edge] : [edge])),
        ),
      ),
    ];
  }
}

type Call = Omit<UsedBy, "by" | "port">;

function addUse(edges: Edges, from: Port, to: Port, call: Call, find: FindPart): void {
  const { fallback } = call;
  const behind = fallback ? find(fallback.part).port(fallback.port) : null;
  from.uses.push({
    to,
    calls: call.calls,
    critical: call.critical,
    alternative: false,
    timeoutS: call.timeoutS ?? CALL_TIMEOUT_S,
    retries: call.retries ?? false,
    edge: edges.between(from.part, to.part),
    fallback:
      fallback && behind
        ? { to: behind, calls: fallback.calls, edge: edges.between(from.part, behind.part), perS: 0 }
        : null,
    perS: 0,
    failed: 0,
  });
}

/** `by` of a plan: a part's port, or all ports of a part. */
function callingPorts(by: string, find: FindPart): readonly Port[] {
  const [name = "", port] = by.split(":");
  const part = find(name);
  return port === undefined ? part.ports : [part.port(port)];
}

/** A part that stands in front of another, and the share of each caller's requests that comes its way. */
interface Front {
  part: Part;
  share: number | Readonly<Record<string, number>>;
}

/** Sends the callers of `behind` through the parts in front of it, each with its share. */
function insert(fronts: readonly Front[], behind: Part, all: readonly Built[], edges: Edges): void {
  const callers = all.flatMap(({ part, instance }) => part.ports.map((port) => ({ port, instance })));
  for (const target of behind.ports) {
    const opened = new Map<Front, Port>();
    for (const { port, instance } of callers)
      port.uses.splice(
        0,
        port.uses.length,
        ...port.uses.flatMap((use) => (use.to === target ? split(use, port, instance.name) : [use])),
      );

    function split(use: Use, from: Port, caller: string): Use[] {
      let left = use.calls;
      const ways = fronts.flatMap((front) => {
        const calls = use.calls * shareOf(front, caller);
        if (calls <= 0) return [];
        left -= calls;
        const to = opened.get(front) ?? openFor(front.part, target, edges);
        opened.set(front, to);
        return [{ ...use, to, calls, alternative: true, edge: edges.between(from.part, to.part) }];
      });
      return left > 1e-9 ? [...ways, { ...use, calls: left, alternative: ways.length > 0 }] : ways;
    }
  }
}

function openFor(part: Part, target: Port, edges: Edges): Port {
  const taken = part.ports.some(({ name }) => name === target.name);
  const port = part.open(taken ? `${target.part}/${target.name}` : target.name);
  port.uses.push({
    to: target,
    calls: 1,
    critical: true,
    alternative: false,
    timeoutS: CALL_TIMEOUT_S,
    retries: false,
    edge: edges.between(port.part, target.part),
    fallback: null,
    perS: 0,
    failed: 0,
  });
  return port;
}

const shareOf = ({ share }: Front, caller: string): number =>
  typeof share === "number" ? share : (share[caller] ?? 0);

/** Parts in the path of requests, innermost first: what stands behind another has its ports before it. */
function insertAll(built: readonly Built[], find: FindPart, edges: Edges): void {
  const frontsOf = new Map<Part, Front[]>();
  for (const { instance, part } of built)
    for (const { part: name, share = 1 } of instance.inFrontOf ?? []) {
      const behind = find(name);
      frontsOf.set(behind, [...(frontsOf.get(behind) ?? []), { part, share }]);
    }
  const done = new Set<Part>();
  const doing = new Set<Part>();
  const byPart = new Map(built.map((one) => [one.part, one]));
  const place = (behind: Part): void => {
    if (done.has(behind)) return;
    if (doing.has(behind)) throw new Error(`${behind.name} stands in front of itself.`);
    doing.add(behind);
    // Its own ports must be there first: they come from what stands behind it.
    for (const { part } of byPart.get(behind)?.instance.inFrontOf ?? []) place(find(part));
    const fronts = frontsOf.get(behind);
    if (fronts) insert(fronts, behind, built, edges);
    done.add(behind);
  };
  for (const behind of frontsOf.keys()) place(behind);
}

/** @throws Error that names the parts of a circle of calls. */
function callersFirst(built: readonly Built[]): Port[] {
  const order: Port[] = [];
  const state = new Map<Port, "open" | "done">();
  const visit = (port: Port, path: readonly string[]): void => {
    if (state.get(port) === "done") return;
    const here = [...path, `${port.part}:${port.name}`];
    if (state.get(port) === "open") throw new Error(`Calls go in a circle: ${here.join(" -> ")}.`);
    state.set(port, "open");
    for (const { to, fallback } of port.uses) {
      visit(to, here);
      if (fallback) visit(fallback.to, here);
    }
    state.set(port, "done");
    order.push(port);
  };
  for (const { part } of built) for (const port of part.ports) visit(port, []);
  return order.reverse();
}

/** What a part needs comes before it too. Where a queue and its readers call each other, the order of the plan decides. */
function calleesFirst(built: readonly Built[], needs: ReadonlyMap<Part, readonly Part[]>): Part[] {
  const byName = new Map(built.map(({ part }) => [part.name, part]));
  const order: Part[] = [];
  const seen = new Set<Part>();
  const visit = (part: Part | undefined): void => {
    if (!part || seen.has(part)) return;
    seen.add(part);
    for (const needed of needs.get(part) ?? []) visit(needed);
    for (const { uses } of part.ports)
      for (const { to, fallback } of uses) {
        visit(byName.get(to.part));
        if (fallback) visit(byName.get(fallback.to.part));
      }
    order.push(part);
  };
  for (const { part } of built) visit(part);
  return order;
}

/** Connects the parts as their instances say. @throws Error when the plan names what is not there, or goes in a circle. */
export function wire(built: readonly Built[], find: FindPart): Wiring {
  const edges = new Edges();
  for (const { instance, part } of built) {
    for (const { by, port, ...call } of instance.usedBy ?? [])
      for (const from of callingPorts(by, find)) addUse(edges, from, part.port(port), call, find);
    for (const { port, part: callee, of, ...call } of instance.uses ?? [])
      for (const from of port === undefined ? part.ports : [part.port(port)])
        addUse(edges, from, find(callee).port(of), call, find);
  }
  insertAll(built, find, edges);
  const needs = new Map<Part, Part[]>();
  for (const { part } of built) {
    const needed: Part[] = [];
    part.wire((name) => {
      const found = find(name);
      needed.push(found);
      return found;
    });
    needs.set(part, needed);
  }
  const ports = callersFirst(built);
  for (const { uses } of ports)
    for (const { to, fallback } of uses) {
      to.called = true;
      if (fallback) fallback.to.called = true;
    }
  return { ports, order: calleesFirst(built, needs), edges: edges.used(ports) };
}
