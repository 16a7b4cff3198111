import { InvalidError } from "@/lib/core/errors";
import { mergeSameLabels, type Column } from "../engine/column";
import { isLabelName, type Dialect } from "../dialect";
import { anchoredRegex, type AnchoredRegex } from "../regex";
import { RegexSyntaxError } from "../regex/node";

/** Replaces `$1`, `${1}`, `$name`, `$$` as Go's `Regexp.Expand`: the name is as long as can be; unknown ones are empty. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replaceAll(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
    if (whole === "$$") return "$";
    const name = bare ?? braced ?? "";
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? "";
  });
}

export function labelReplace(
  columns: Column[],
  [target = "", replacement = "", source = "", pattern = ""]: readonly string[],
  dialect: Dialect,
): Column[] {
  let regex: AnchoredRegex;
  try {
    regex = anchoredRegex(pattern, dialect === "3");
  } catch (error) {
    if (!(error instanceof RegexSyntaxError)) throw error;
    throw new InvalidError(`invalid regular expression in label_replace(): ${pattern}`, { cause: error });
  }
  if (!isLabelName(target, dialect)) {
    throw new InvalidError(`invalid destination label name in label_replace(): ${target}`);
  }
  for (const column of columns) {
    const match = regex.exec(column.labels.get(source));
    if (match !== null) column.labels = column.labels.with(target, expand(replacement, match));
  }
  return mergeSameLabels(columns);
}

export function labelJoin(
  columns: Column[],
  [target = "", separator = "", ...sources]: readonly string[],
  dialect: Dialect,
): Column[] {
  if (!isLabelName(target, dialect))
    throw new InvalidError(`invalid destination label name in label_join(): ${target}`);
  const wrong = sources.find((source) => !isLabelName(source, dialect));
  if (wrong !== undefined) throw new InvalidError(`invalid source label name in label_join(): ${wrong}`);
  for (const column of columns) {
    const joined = sources.map((source) => column.labels.get(source)).join(separator);
    column.labels = column.labels.with(target, joined);
  }
  return mergeSameLabels(columns);
}
