import { parseArgs } from "node:util";
import { listCases } from "./localisation-eval/cases";
import { evaluateCase, type Outcome } from "./localisation-eval/evaluate";
import { explain, report } from "./localisation-eval/report";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2" },
    targets: { type: "string", default: "2" },
    only: { type: "string", default: "." },
    verbose: { type: "boolean", default: false },
  },
});

const cases = listCases(values.seeds.split(",").map(Number), Number(values.targets), new RegExp(values.only));
const outcomes: Outcome[] = [];
for (const one of cases) {
  const outcome = await evaluateCase(one);
  outcomes.push(outcome);
  if (values.verbose) console.error(explain(outcome));
}
console.log(report(outcomes));
