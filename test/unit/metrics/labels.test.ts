import { describe, expect, it } from "vitest";
import { LABEL_NAME_LENGTH_MAX, LABEL_VALUE_LENGTH_MAX, LABELS_MAX } from "@/lib/metrics/constants";
import { findLabelFault, labelValue } from "@/lib/metrics/labels";

const some = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, "x"]));
const long = (length: number) => "a".repeat(length);

describe("findLabelFault", () => {
  it.each([
    ["as many labels as may be", some(LABELS_MAX - 1), "none"],
    ["one more", some(LABELS_MAX), `it has more than ${LABELS_MAX} labels`],
    ["the longest value", { a: long(LABEL_VALUE_LENGTH_MAX) }, "none"],
    ["a longer value", { a: long(LABEL_VALUE_LENGTH_MAX + 1) }, "the value of the label a is longer than"],
    ["the longest name", { [long(LABEL_NAME_LENGTH_MAX)]: "x" }, "none"],
    ["a longer name", { [long(LABEL_NAME_LENGTH_MAX + 1)]: "x" }, "the name of a label is longer than"],
    ["a name with a dash", { "a-b": "x" }, 'the label name "a-b" is not valid'],
    ["no metric name", { __name__: "" }, "the label __name__ is missing"],
  ])("of %s", (_, labels, fault) => {
    expect(findLabelFault({ __name__: "up", ...labels })?.text ?? "none").toContain(fault);
  });
});

describe("labelValue", () => {
  it("knows labels only, not what every object has", () => {
    expect(labelValue({ job: "a" }, "job")).toBe("a");
    for (const name of ["constructor", "__proto__", "toString"]) expect(labelValue({}, name)).toBe("");
  });
});
