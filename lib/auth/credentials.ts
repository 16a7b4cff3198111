/** A token as programs send it, or null. Grafana and Prometheus like Basic: any user name, the token as password. */
export function readToken(headers: Headers): string | null {
  const header = headers.get("authorization");
  const [, scheme = "", value = ""] = header?.match(/^(\S+)\s+(.+)$/) ?? [];
  if (scheme.toLowerCase() === "bearer") return value.trim();
  if (scheme.toLowerCase() !== "basic") return null;
  const text = Buffer.from(value, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}
