/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. Stops past `max`. */
export function editDistance(a: string, b: string, max = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}

function bigrams(text: string): string[] {
  const plain = text.replaceAll(/[\s_-]+/g, "");
  if (plain.length < 2) return [plain];
  return Array.from({ length: plain.length - 1 }, (_, i) => plain.slice(i, i + 2));
}

/** Sørensen-Dice coefficient of the letter pairs, 0 to 1: likeness of phrases in any script. */
export function likeness(a: string, b: string): number {
  const left = bigrams(a);
  const rest = bigrams(b);
  const total = left.length + rest.length;
  let shared = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    shared++;
  }
  return (2 * shared) / total;
}

/** The candidates most like `text`, best first; those under `least` are left out. */
export function nearest(text: string, candidates: Iterable<string>, count: number, least = 0.35): string[] {
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, score: likeness(text, candidate) }))
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score || a.candidate.localeCompare(b.candidate))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** One slip in a word of up to seven letters, two in a longer one; short words are not guessed at. */
const slipsAllowed = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/** The one known word that `word` is a slip of; null when none or several fit equally well. */
export function correctSpelling(word: string, vocabulary: ReadonlySet<string>): string | null {
  const allowed = slipsAllowed(word);
  if (allowed === 0 || vocabulary.has(word)) return null;
  let best: { word: string; distance: number } | null = null;
  let tied = false;
  for (const known of vocabulary) {
    if (known.length < 4 || known[0] !== word[0]) continue;
    const distance = editDistance(word, known, allowed);
    if (distance > allowed || (best && distance > best.distance)) continue;
    // `minute` and `minutes` are one word to a reader.
    const sameStem = best !== null && (known.startsWith(best.word) || best.word.startsWith(known));
    tied = best !== null && distance === best.distance && !sameStem;
    best = { word: known, distance };
  }
  return best && !tied ? best.word : null;
}
