"use client";
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Maximize2, Minimize2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { LaneId } from "./lane-catalogue";

export interface LaneControls {
  folded: boolean;
  focused: boolean;
  onFold: () => void;
  /** Absent: the lane cannot stand alone. */
  onFocus?: () => void;
  /** Absent: the lane stays where it is. */
  move?: { first: boolean; last: boolean; by: (places: -1 | 1) => void };
}

export interface LaneHeaderProps {
  lane: LaneId;
  controls: LaneControls;
  /** How old the lane's data are, and its counts. */
  children?: ReactNode;
}

/** Name and controls of a lane; stays under the time axis while its panels are scrolled through. */
export function LaneHeader({ lane, controls, children }: LaneHeaderProps) {
  const t = useTranslations("timeline");
  const name = t(`lanes.${lane}`);
  const { folded, focused, move, onFocus } = controls;
  return (
    <header className="group/lane flex h-8 items-center gap-1 bg-raised/60 pr-1 pl-1 *:relative *:z-11">
      <IconButton
        icon={folded ? ChevronRight : ChevronDown}
        size="sm"
        label={t(folded ? "expand" : "collapse", { lane: name })}
        aria-expanded={!folded}
        onClick={controls.onFold}
      />
      <h2 className="shrink-0 font-semibold">{name}</h2>
      <div className="flex min-w-0 flex-1 items-center gap-3 pl-2 text-sm text-faint">{children}</div>
      <div className="flex opacity-0 group-hover/lane:opacity-100 focus-within:opacity-100 max-md:opacity-100">
        {!focused && move && (
          <>
            <IconButton
              icon={ArrowUp}
              size="sm"
              label={t("moveUp", { lane: name })}
              disabled={move.first}
              onClick={() => move.by(-1)}
            />
            <IconButton
              icon={ArrowDown}
              size="sm"
              label={t("moveDown", { lane: name })}
              disabled={move.last}
              onClick={() => move.by(1)}
            />
          </>
        )}
        {onFocus && (
          <IconButton
            icon={focused ? Minimize2 : Maximize2}
            size="sm"
            label={focused ? t("leaveFocus") : t("focusLane", { lane: name })}
            onClick={onFocus}
          />
        )}
      </div>
    </header>
  );
}
