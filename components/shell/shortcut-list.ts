/** Second key after `g`, and where it goes. */
export const GO_KEYS: Readonly<Record<string, string>> = {
  t: "/timeline",
  d: "/architecture",
  a: "/alarms",
  e: "/experiments",
  v: "/events",
  r: "/risks",
  i: "/resources",
  c: "/chat",
  o: "/settings/sources",
  s: "/settings",
};

/** What the help shows. Keys of a chord are joined by `+`, keys of a sequence by a blank. */
export const SHORTCUTS = [
  { keys: "Ctrl+K", action: "palette" },
  { keys: "c", action: "chat" },
  { keys: "?", action: "help" },
  { keys: "g t", action: "goTimeline" },
  { keys: "g d", action: "goArchitecture" },
  { keys: "g a", action: "goAlarms" },
  { keys: "g e", action: "goExperiments" },
  { keys: "g v", action: "goEvents" },
  { keys: "g r", action: "goRisks" },
  { keys: "g i", action: "goResources" },
  { keys: "g c", action: "goChat" },
  { keys: "g o", action: "goSources" },
  { keys: "g s", action: "goSettings" },
] as const;
