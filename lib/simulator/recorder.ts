import type { SampleBatch, SeriesSamples } from "@/lib/metrics/store";
import type { WorldSeries } from "./series";
import { worldSeries, type World } from "./world";

/**
 * Prometheus' staleness marker (`model/value.StaleNaN`), as bits: it says that a series ended, so that a query does not go
 * on showing its last value for five minutes.
 */
const STALE = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer);

interface Column {
  series: WorldSeries;
  values: Float64Array<ArrayBuffer>;
  /** Own times, once the series has a gap; null while it has a value at each time of the recorder. */
  times: Float64Array<ArrayBuffer> | null;
  length: number;
  /** Whether its newest sample is a value. A gap begins with a marker. */
  present: boolean;
}

/** Reads the world at chosen moments and hands out what it read as columns. */
export class Recorder {
  private readonly columns: Column[];
  private times: Float64Array<ArrayBuffer>;
  private length = 0;

  constructor(
    private readonly world: World,
    private readonly capacity = 1,
    /** Which metrics are read: all, unless said. */
    wanted: (metric: string) => boolean = () => true,
  ) {
    this.times = new Float64Array(capacity);
    const read = worldSeries(world).filter(({ labels }) => wanted(labels["__name__"] ?? ""));
    this.columns = read.map((series) => ({
      series,
      values: new Float64Array(capacity),
      times: null,
      length: 0,
      present: true,
    }));
  }

  get full(): boolean {
    return this.length === this.capacity;
  }

  get seriesCount(): number {
    return this.columns.length;
  }

  /** Reads every series at the world's clock. There must be room: see `full`. */
  sample(): void {
    const t = this.world.clock;
    for (const column of this.columns) {
      const value = column.series.read();
      if (value === null && !column.present) {
        column.times ??= this.times.slice();
        continue;
      }
      if (value === null) column.values.set(STALE, column.length);
      else column.values[column.length] = value;
      if (column.times) column.times[column.length] = t;
      column.length += 1;
      column.present = value !== null;
    }
    this.times[this.length] = t;
    this.length += 1;
  }

  /** What was read since the last call. The arrays are the caller's; the recorder goes on with new ones. */
  take(): SampleBatch {
    const shared = this.times.subarray(0, this.length);
    const series: SeriesSamples[] = [];
    for (const column of this.columns) {
      const { length } = column;
      if (length > 0)
        series.push({
          labels: column.series.labels,
          t: column.times ? column.times.subarray(0, length) : shared,
          v: column.values.subarray(0, length),
        });
      column.values = new Float64Array(this.capacity);
      column.times = null;
      column.length = 0;
    }
    this.times = new Float64Array(this.capacity);
    this.length = 0;
    return { series };
  }
}
