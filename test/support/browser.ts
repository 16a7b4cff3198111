import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium, type Browser } from "playwright-core";

/** Where systems keep a Chrome or Chromium of their own. */
const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const QUIET = [
  // Tests run as root in containers, where Chromium's own sandbox cannot.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A real Chromium: the installed one, or the one that npm brings. */
export async function openBrowser(): Promise<Browser> {
  const installed = INSTALLED.find((file) => existsSync(file));
  return installed === undefined
    ? openBrought()
    : chromium.launch({ executablePath: installed, args: QUIET });
}

/**
 * The package's own arguments are for serverless functions: one process, which ends with its first page, and no web
 * security, which tests must have. Where the system lacks the libraries that Chromium needs, those of the package serve.
 */
async function openBrought(): Promise<Browser> {
  const { default: brought, inflate } = await import("@sparticuz/chromium");
  const executablePath = await brought.executablePath();
  try {
    return await chromium.launch({ executablePath, args: QUIET });
  } catch {
    const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    const unpacked = await inflate(path.join(path.dirname(entry), "..", "bin", "al2023.tar.br"));
    const env = { ...process.env, LD_LIBRARY_PATH: path.join(unpacked, "lib") };
    return chromium.launch({ executablePath, args: QUIET, env });
  }
}
