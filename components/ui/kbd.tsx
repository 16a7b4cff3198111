/** A key or chord, such as `Ctrl K`. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-4 min-w-4 items-center justify-center rounded-sm border bg-raised px-1 font-sans text-xs text-muted">
      {children}
    </kbd>
  );
}
