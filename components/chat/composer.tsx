"use client";
import { ArrowUp, Square } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { QUESTION_MAX } from "@/lib/chat/schemas";

export interface ComposerProps {
  asking: boolean;
  /** Questions asked before, oldest first: the arrow keys bring them back. */
  history: readonly string[];
  onAsk: (question: string) => void;
  onCancel: () => void;
}

/** Where a question is written: Enter asks, Shift+Enter breaks the line, ↑ and ↓ walk through earlier questions. */
export function Composer({ asking, history, onAsk, onCancel }: ComposerProps) {
  const t = useTranslations("chat");
  const [text, setText] = useState("");
  /** Place in the history, counted from its end; 0 is the text being written. */
  const [back, setBack] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);

  const send = () => {
    const question = text.trim();
    if (question === "") return;
    onAsk(question);
    setText("");
    setBack(0);
  };
  const recall = (step: number) => {
    const place = Math.min(history.length, Math.max(0, back + step));
    setBack(place);
    setText(place === 0 ? "" : (history.at(-place) ?? ""));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a Chinese word is being composed, Enter takes the word.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && (text === "" || back > 0)) {
      event.preventDefault();
      recall(1);
    } else if (event.key === "ArrowDown" && back > 0) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === "Escape" && asking) onCancel();
  };

  return (
    <form
      className="flex items-end gap-1 rounded-lg border border-line-strong bg-bg p-1 focus-within:border-accent"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        value={text}
        rows={1}
        maxLength={QUESTION_MAX}
        aria-label={t("question")}
        placeholder={t("placeholder")}
        className="field-sizing-content max-h-40 min-h-8 min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 outline-none placeholder:text-faint"
        onChange={(event) => {
          setText(event.target.value);
          setBack(0);
        }}
        onKeyDown={onKeyDown}
      />
      {asking ? (
        <IconButton icon={Square} label={t("cancel")} onClick={onCancel} />
      ) : (
        <IconButton
          icon={ArrowUp}
          label={t("send")}
          variant="primary"
          type="submit"
          disabled={text.trim() === ""}
        />
      )}
    </form>
  );
}
