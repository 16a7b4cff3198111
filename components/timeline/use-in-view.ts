"use client";
import { type RefObject, useEffect, useState } from "react";

/** Half a screen ahead, so that a panel is there when it is scrolled to. */
const MARGIN = "50% 0px";

/** Whether the element is on the screen, or near it: what nobody sees is neither asked for nor drawn. */
export function useInView(element: RefObject<HTMLElement | null>): boolean {
  const [inView, setInView] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => setInView(entries.some((entry) => entry.isIntersecting)),
      { rootMargin: MARGIN },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return inView;
}
