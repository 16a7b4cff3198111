import { UnavailableError } from "./errors";

/** Whether a fault of Node or a message of PostgreSQL says that there is no room. */
export function isDiskFull(fault: unknown): boolean {
  const text =
    fault instanceof Error ? `${"code" in fault ? String(fault.code) : ""} ${fault.message}` : String(fault);
  return /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(text);
}

export function diskFull(folder: string, cause?: unknown): UnavailableError {
  return new UnavailableError(
    `The disk of ${folder} is full or nearly so: free some space (1 GB is a good start), or set EVENKEEL_DATA_DIR to a folder on another disk.`,
    { cause },
  );
}
