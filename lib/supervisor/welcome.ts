/** What a person reads last: where to go, and how their own metrics get in. */
export function welcome({ address, link }: { address: string; link: string | null }): string {
  const open =
    link === null
      ? `${address}   (a new sign-in link: npm run sign-in-link)`
      : `${link}   (signs in once; valid for a day)`;
  return [
    "ready",
    "",
    `  Open            ${open}`,
    `  Send metrics    remote_write: [{url: "${address}/api/v1/write", authorization: {credentials: TOKEN}}]`,
    `  Grafana         a Prometheus data source at ${address}, with TOKEN as the basic-auth password`,
    "  TOKEN           made under Settings, or set ADMIN_TOKEN (24 characters or more) before the start",
    "  Stop            Ctrl-C",
    "",
  ].join("\n");
}
