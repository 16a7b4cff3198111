import { metricHref } from "@/components/shell/record-hrefs";

/** Matchers of PromQL for a job and instance; an absent label matches the empty text. */
export function targetSelector({ job, instance }: { job: string; instance?: string }): string {
  const matchers = [`job=${JSON.stringify(job)}`];
  if (instance !== undefined && instance !== "") matchers.push(`instance=${JSON.stringify(instance)}`);
  return `{${matchers.join(",")}}`;
}

/** The timeline with how a target is: `up` where it is scraped, else how many series it has, which everything has. */
export function targetHref(target: { job: string; instance: string }): string {
  return metricHref(`count by (job, instance) (${targetSelector(target)})`);
}

/** Series of any of these jobs. Characters that mean something in a regular expression (RE2) are taken as they are. */
export function jobsSelector(jobs: readonly string[]): string {
  const pattern = jobs.map((job) => job.replaceAll(/[\\.+*?()|[\]{}^$]/g, "\\$&")).join("|");
  return `{job=~${JSON.stringify(pattern)}}`;
}
