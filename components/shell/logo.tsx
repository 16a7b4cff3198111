/** A hull lying level under the pulse that it rides out. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={className} aria-hidden fill="none">
      <path d="M2.5 12.5h19c-.5 4.6-4.5 8-9.5 8s-9-3.4-9.5-8z" fill="var(--color-accent)" />
      <path
        d="M2.5 8.5h5l2.5-5 3.5 7 2-2h6"
        stroke="var(--color-fg)"
        strokeWidth="1.75"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
