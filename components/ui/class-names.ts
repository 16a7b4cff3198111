/** Joins the class names that are given; later wins nothing, so never pass two that set the same property. */
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
