/**
 * How long to wait before the next try: half a second, doubled each time, at most 15 s. Our choice: soon enough to go
 * unnoticed after one crash, slow enough not to burn a processor in a loop of them.
 *
 * @param failures in a row, from 1.
 */
export function backoffMs(failures: number): number {
  return Math.min(15_000, 500 * 2 ** (failures - 1));
}
