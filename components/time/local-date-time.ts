/** Unix ms as the value of an `<input type="datetime-local" step="1">`, in the zone of this machine. */
export function toLocalDateTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The inverse; null when the field is empty or half filled. */
export function parseLocalDateTime(text: string): number | null {
  // Without a zone, a date with a time is local time (ECMA-262, Date Time String Format).
  const at = /T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
