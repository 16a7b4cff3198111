/** What a kind of statement meets on a node beside the queue for its processor. One object a node and kind is reused. */
export class Terms {
  /** Share that is refused at once with an error. */
  rejected = 0;
  /** Share that waits for something which does not come, keeps its connection, and is given up by its caller. */
  stalled = 0;
  /** What each of the others waits besides. */
  addS = 0;
  /** Share that waits much longer, and how long. */
  tailShare = 0;
  tailS = 0;

  clear(): void {
    this.rejected = 0;
    this.stalled = 0;
    this.addS = 0;
    this.tailShare = 0;
    this.tailS = 0;
  }

  reject(share: number): void {
    this.rejected = 1 - (1 - this.rejected) * (1 - share);
  }

  stall(share: number): void {
    this.stalled = 1 - (1 - this.stalled) * (1 - share);
  }

  tail(share: number, seconds: number): void {
    if (share <= 0) return;
    const total = this.tailShare + share;
    this.tailS = (this.tailShare * this.tailS + share * seconds) / total;
    this.tailShare = Math.min(1, total);
  }
}
