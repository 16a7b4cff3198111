/** A hull on an even keel: the level line and the weight below it that brings it back. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={className} aria-hidden fill="none">
      <path d="M3 10h18l-2.4 5.2A3 3 0 0 1 15.9 17H8.1a3 3 0 0 1-2.7-1.8z" fill="var(--color-accent)" />
      <path d="M12 17v4.5M9 21.5h6" stroke="var(--color-accent)" strokeWidth="2" strokeLinecap="round" />
      <path
        d="M3 6.5h4l2-3 3 3.5 2-2 1.5 1.5H21"
        stroke="var(--color-fg)"
        strokeWidth="1.75"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
