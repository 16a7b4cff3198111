import { Badge } from "@/components/ui/badge";

/** Labels that say the same as the columns beside them. */
const SAID_ELSEWHERE = new Set(["alertname", "severity"]);

/** Labels of a series or alarm; the name of a label is told on hover, since its value nearly always speaks for itself. */
export function LabelChips({ labels }: { labels: Readonly<Record<string, string>> }) {
  return (
    <span className="flex max-w-96 flex-wrap gap-1 lg:min-w-40">
      {Object.entries(labels)
        .filter(([name]) => !SAID_ELSEWHERE.has(name))
        .map(([name, value]) => (
          <span key={name} title={`${name}="${value}"`}>
            <Badge>{value}</Badge>
          </span>
        ))}
    </span>
  );
}
