import { CornerDownRight } from "lucide-react";

export interface SuggestionsProps {
  label: string;
  questions: readonly string[];
  onAsk: (question: string) => void;
}

/** Questions that can be asked with one press. */
export function Suggestions({ label, questions, onAsk }: SuggestionsProps) {
  if (questions.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-col items-start gap-1">
      {questions.map((question) => (
        <li key={question} className="max-w-full">
          <button
            type="button"
            onClick={() => onAsk(question)}
            className="flex min-h-7 max-w-full items-start gap-1.5 rounded-md border px-2 py-1 text-left text-muted hover:border-line-strong hover:bg-raised hover:text-fg"
          >
            <CornerDownRight className="mt-1 size-3 shrink-0 text-faint" aria-hidden />
            <span className="min-w-0 [overflow-wrap:anywhere]">{question}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
