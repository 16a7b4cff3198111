import { existsSync } from "node:fs";
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
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args: QUIET });
  const { default: brought } = await import("@sparticuz/chromium");
  return chromium.launch({
    executablePath: await brought.executablePath(),
    args: [...brought.args, ...QUIET],
  });
}
