const LARGE = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"] as const;
const SMALL = ["", "m", "u", "n", "p", "f", "a", "z", "y"] as const;

/** `%.4g` of Go: four significant digits without trailing zeros, an exponent below 1e-4 and from 1e4 on. */
export function fourDigits(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return "0";
  const [mantissa = "0", exponent = "0"] = value.toExponential(3).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 4) return String(Number(value.toPrecision(4)));
  return `${Number(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function scaled(value: number): { value: number; prefix: string } {
  let rest = value;
  let step = 0;
  const prefixes = Math.abs(value) >= 1 ? LARGE : SMALL;
  if (prefixes === LARGE) for (; Math.abs(rest) >= 1000 && step < 8; step += 1) rest /= 1000;
  else for (; Math.abs(rest) < 1 && step < 8; step += 1) rest *= 1000;
  return { value: rest, prefix: prefixes[step] ?? "" };
}

/** `1234567` becomes `1.235M`; metric prefixes. @see Prometheus `template/template.go`, humanize */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return fourDigits(value);
  const { value: rest, prefix } = scaled(value);
  return `${fourDigits(rest)}${prefix}`;
}

/** `2048` becomes `2ki`. @see Prometheus `template/template.go`, humanize1024 */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return fourDigits(value);
  let rest = value;
  let prefix = "";
  for (const next of ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"]) {
    if (Math.abs(rest) < 1024) break;
    prefix = next;
    rest /= 1024;
  }
  return `${fourDigits(rest)}${prefix}`;
}

/** `0.1234` becomes `12.34%`. @see Prometheus `template/template.go`, humanizePercentage */
export function humanizePercentage(ratio: number): string {
  return `${fourDigits(ratio * 100)}%`;
}

/** `3661` becomes `1h 1m 1s`. @param seconds @see Prometheus `common/helpers/templates`, HumanizeDuration */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return fourDigits(seconds);
  if (seconds === 0) return "0s";
  if (Math.abs(seconds) < 1) {
    const { value, prefix } = scaled(seconds);
    return `${fourDigits(value)}${prefix}s`;
  }
  const sign = seconds < 0 ? "-" : "";
  const whole = Math.trunc(Math.abs(seconds));
  const s = whole % 60;
  const m = Math.trunc(whole / 60) % 60;
  const h = Math.trunc(whole / 3600) % 24;
  const d = Math.trunc(whole / 86_400);
  if (d > 0) return `${sign}${d}d ${h}h ${m}m ${s}s`;
  if (h > 0) return `${sign}${h}h ${m}m ${s}s`;
  if (m > 0) return `${sign}${m}m ${s}s`;
  return `${sign}${fourDigits(Math.abs(seconds))}s`;
}
