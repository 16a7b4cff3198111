/** Points as they are shown: one decimal, because a finding may take less than one; a whole number without. */
export function scoreText(points: number): string {
  return (Math.round(points * 10) / 10).toString();
}
