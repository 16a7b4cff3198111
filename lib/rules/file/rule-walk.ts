import { YamlWalk } from "@/lib/core/yaml-walk";
import type { Dialect } from "@/lib/promql/dialect";

/** A rule file, and the PromQL that it is written in. */
export class RuleWalk extends YamlWalk {
  constructor(
    text: string,
    readonly dialect: Dialect,
  ) {
    super(text);
  }
}
