import type { Outcome } from "./evaluate";

const percent = (part: number, whole: number): string =>
  whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;

/** One case with the first causes that were named and why. */
export function explain({
  faultId,
  resourceId,
  seed,
  symptom,
  shownAfterMs,
  rank,
  located,
}: Outcome): string {
  if (symptom === null) return `${faultId} on ${resourceId} (seed ${seed}): did not reach the business`;
  const causes = (located?.causes ?? []).slice(0, Math.max(3, Math.min(8, rank ?? 3))).map(
    ({ resource, score, evidence, path }) =>
      `    ${resource === resourceId ? "*" : " "} ${score.toFixed(3)} ${resource}  ${evidence
        .slice(0, 5)
        .map(
          (one) =>
            `${one.metric.replace(/^[a-z]+_/, "")} ${one.usual.toPrecision(2)}>${one.level.toPrecision(2)} s${one.strength.toFixed(2)} o${one.own.toFixed(2)}${one.doubts.map((doubt) => ` ${doubt.kind}`).join("")}`,
        )
        .join("; ")}  [${path.join(" > ")}]`,
  );
  return `${faultId} on ${resourceId} (seed ${seed}): rank ${rank ?? "-"}, ${symptom} after ${(shownAfterMs ?? 0) / 1_000} s\n${causes.join("\n")}`;
}

/** The figures, and a line a fault. */
export function report(outcomes: readonly Outcome[]): string {
  const felt = outcomes.filter(({ symptom }) => symptom !== null);
  const within = (list: readonly Outcome[], places: number) =>
    list.filter(({ rank }) => rank !== null && rank <= places).length;
  const group = felt.filter(({ located, node }) => located?.causes[0]?.node === node).length;
  const lines = [...Map.groupBy(outcomes, ({ faultId }) => faultId)].map(([faultId, list]) => {
    const reached = list.filter(({ symptom }) => symptom !== null);
    const places = reached.map(({ rank, resourceId }) => `${resourceId}:${rank ?? "-"}`).join(" ");
    return `| ${faultId} | ${list.length} | ${reached.length} | ${within(reached, 1)} | ${within(reached, 3)} | ${places} |`;
  });
  return [
    "| fault | played | reached the business | first | in first three | places |",
    "|---|---|---|---|---|---|",
    ...lines,
    "",
    `${outcomes.length} cases, ${felt.length} reached the business. Cause named first: ${percent(within(felt, 1), felt.length)}; in the first three: ${percent(within(felt, 3), felt.length)}; its group first: ${percent(group, felt.length)}.`,
  ].join("\n");
}
