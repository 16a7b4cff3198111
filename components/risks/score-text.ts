/** The score as it is shown: one decimal, a whole number without. */
export function scoreText(score: number): string {
  return (Math.round(score * 10) / 10).toString();
}

/** Points in a column: one decimal always, because a finding may take less than one, and digits must line up. */
export function pointsText(points: number): string {
  return points.toFixed(1);
}
