import { describe, expect, it } from "vitest";
import { changedLimits, limitFieldsOf, wrongLimits } from "@/components/sources/prepare-limits";
import { fieldsOf, parseRetention, retentionEffects } from "@/components/sources/prepare-retention";
import { DAY_MS, HOUR_MS } from "@/lib/core/time";
import { INGEST_LIMIT_NAMES, INGEST_LIMITS } from "@/lib/metrics/constants";
import type { IngestLimitsView } from "@/lib/metrics/schemas";

const GIB = 2 ** 30;

describe("parseRetention", () => {
  it.each([
    [15 * DAY_MS, 20 * GIB],
    [2 * HOUR_MS, GIB / 16],
    [36 * HOUR_MS, GIB],
  ])("reads what it writes: %d ms, %d bytes", (maxAgeMs, maxBytes) => {
    expect(parseRetention(fieldsOf({ maxAgeMs, maxBytes }))).toEqual({ maxAgeMs, maxBytes });
  });

  it("takes nothing for no limit by size", () => {
    expect(parseRetention(fieldsOf({ maxAgeMs: DAY_MS, maxBytes: null }))).toEqual({
      maxAgeMs: DAY_MS,
      maxBytes: null,
    });
  });

  it.each(["", "x", "-1", "0", "0.01", "99999", "NaN", "Infinity"])(
    "takes %j for no number of days",
    (days) => expect(parseRetention({ days, gib: "" }).maxAgeMs).toBeNull(),
  );

  it.each(["x", "-1", "0", "0.01", "NaN", "Infinity", "1e300"])("takes %j for no size", (gib) =>
    expect(parseRetention({ days: "15", gib }).maxBytes).toBe("wrong"),
  );
});

describe("retentionEffects", () => {
  const used = { ageMs: 10 * DAY_MS, bytes: 5 * GIB };
  it.each([
    [["longer"], { maxAgeMs: 15 * DAY_MS, maxBytes: null }],
    [["shorter"], { maxAgeMs: 5 * DAY_MS, maxBytes: null }],
    [["smaller"], { maxAgeMs: 15 * DAY_MS, maxBytes: 4 * GIB }],
    [["shorter", "smaller"], { maxAgeMs: 5 * DAY_MS, maxBytes: 4 * GIB }],
  ] as const)("says %j", (effects, retention) => expect(retentionEffects(retention, used)).toEqual(effects));
});

describe("limits as typed", () => {
  const defaults = Object.fromEntries(
    INGEST_LIMIT_NAMES.map((name) => [name, INGEST_LIMITS[name].default]),
  ) as IngestLimitsView["defaults"];
  const view: IngestLimitsView = {
    limits: { ...defaults, activeSeries: 5 },
    defaults,
    own: { activeSeries: 5 },
  };
  const fields = limitFieldsOf(view);

  it("is empty where the default holds", () => {
    expect(fields).toMatchObject({ activeSeries: "5", bodyBytes: "" });
    expect(changedLimits(fields, view)).toEqual({});
  });

  it("sends what was changed, and null for what was emptied", () => {
    expect(changedLimits({ ...fields, activeSeries: " ", labelsPerSeries: "10" }, view)).toEqual({
      activeSeries: null,
      labelsPerSeries: 10,
    });
  });

  it.each(["x", "-1", "0", "1.5", "999999999999"])("finds %j wrong", (activeSeries) =>
    expect(wrongLimits({ ...fields, activeSeries })).toEqual(["activeSeries"]),
  );
});
