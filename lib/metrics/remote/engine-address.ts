export interface EngineAddress {
  url: URL;
  headers: Readonly<Record<string, string>>;
}

/** Takes user and password out of an address, as a header: fetch refuses addresses that hold them, and they must not be shown. */
export function readEngineAddress(address: string): EngineAddress {
  const url = new URL(address);
  const { username, password } = url;
  if (username === "" && password === "") return { url, headers: {} };
  url.username = "";
  url.password = "";
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } };
}

/** `path` below the address, whose own path and parameters stay: `http://host/select/0/prometheus` plus `/api/v1/query`. */
export function below({ url }: EngineAddress, path: string): URL {
  const result = new URL(url);
  result.pathname = `${url.pathname.replace(/\/+$/, "")}${path}`;
  return result;
}
