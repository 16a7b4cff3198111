import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import { once } from "./once";

/**
 * Makes the stack traces of a bundle name our files. The map is read when the first trace is asked for: node's
 * `--enable-source-maps` reads it at the start, which costs 40 MiB for as long as the process lives.
 *
 * @param bundle address of the running bundle, `import.meta.url`; without a map beside it nothing changes.
 */
export function mapStackTraces(bundle: string): void {
  const map = once(() => readMap(bundle));
  Error.prepareStackTrace = (error, sites) => {
    const lines = sites.map((site) => {
      const isOurs = site.getScriptNameOrSourceURL() === bundle;
      return `\n    at ${isOurs ? place(site, map()) : asWritten(site)}`;
    });
    return `${describe(error)}${lines.join("")}`;
  };
}

function readMap(bundle: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(bundle)}.map`, "utf8")));
  } catch {
    return null;
  }
}

/** Places in a map count from 0, those of a call site from 1. */
function place(site: NodeJS.CallSite, map: SourceMap | null): string {
  const [line, column] = [site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1];
  const found = map?.findEntry(line - 1, column - 1);
  if (!found || !("originalSource" in found)) return asWritten(site);
  const where = `${found.originalSource.replace(/^(\.\.\/)+/, "")}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  const name = site.getFunctionName();
  return name === null ? where : `${name} (${where})`;
}

// oxlint-disable-next-line typescript/no-base-to-string -- V8's call sites write themselves as they stand in a trace
const asWritten = (site: NodeJS.CallSite): string => site.toString();

/** A subclass may hold anything, and this runs where errors are reported. */
function describe(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
