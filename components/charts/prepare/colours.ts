/** `--series-1` to `--series-12` in app/globals.css. */
export const SERIES_HUES = 12;
/** As they are, towards the text colour, towards the background: 36 colours that can be told apart. */
export const SERIES_SHADES = 3;

export interface ColourSlot {
  /** 1 to SERIES_HUES. */
  hue: number;
  /** 0 to SERIES_SHADES - 1. */
  shade: number;
}

/** FNV-1a, 32 bit (draft-eastlake-fnv), with the final mix of MurmurHash3 so that similar names end far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The colour of an entity: a function of its id alone, so that it is the same on every page and after every reload. */
export function colourSlot(id: string): ColourSlot {
  const value = hash(id);
  return { hue: 1 + (value % SERIES_HUES), shade: Math.floor(value / SERIES_HUES) % SERIES_SHADES };
}

/** Salts to try before a key keeps a hue that is taken: twelve hues are found within a few dozen draws. */
const SALTS_MAX = 256;

/**
 * Gives the lines of one chart hues of their own as long as there are hues: a key whose hue is taken is salted until it
 * falls on a free one. Depends on the set of keys alone, not on their order; a key that collides with none keeps the
 * colour that it has on every page.
 */
export function withDistinctColours<T extends { colourKey: string }>(lines: readonly T[]): T[] {
  const keys = [...new Set(lines.map((line) => line.colourKey))].sort();
  const taken = new Set<number>();
  const keyOf = new Map<string, string>();
  const crowded: string[] = [];
  for (const key of keys) {
    const { hue } = colourSlot(key);
    if (taken.has(hue)) crowded.push(key);
    else {
      taken.add(hue);
      keyOf.set(key, key);
    }
  }
  for (const key of crowded) {
    let salted = key;
    for (let salt = 1; salt <= SALTS_MAX && taken.size < SERIES_HUES; salt++) {
      const candidate = `${key}#${salt}`;
      const { hue } = colourSlot(candidate);
      if (taken.has(hue)) continue;
      taken.add(hue);
      salted = candidate;
      break;
    }
    keyOf.set(key, salted);
  }
  return lines.map((line) => ({ ...line, colourKey: keyOf.get(line.colourKey) ?? line.colourKey }));
}

const SHADE_MIX = ["", "--color-fg", "--color-bg"] as const;

/** The slot as a CSS colour that follows the theme. */
export function colourCss({ hue, shade }: ColourSlot): string {
  const towards = SHADE_MIX[shade];
  const base = `var(--series-${hue})`;
  return towards ? `color-mix(in srgb, ${base} 68%, var(${towards}))` : base;
}

/**
 * A computed colour as every canvas takes it: browsers write mixed colours as `color(srgb 0.5 0.25 1)`, which a canvas may
 * silently ignore.
 */
export function canvasColour(computed: string): string {
  const match = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(computed);
  if (!match) return computed;
  const channel = (text = "0") => Math.round(255 * Number(text));
  const [, red, green, blue, alpha] = match;
  return `rgb(${channel(red)} ${channel(green)} ${channel(blue)} / ${alpha ?? 1})`;
}
