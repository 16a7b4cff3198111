import { classNames } from "./class-names";

/** The place of a thing that is still loading, in its size. */
export function Skeleton({ className = "h-4 w-full" }: { className?: string }) {
  return <span aria-hidden className={classNames("block animate-pulse rounded-md bg-raised", className)} />;
}
