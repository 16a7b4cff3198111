"use client";
import { useSyncExternalStore } from "react";
import { rememberCookie, THEME_COOKIE } from "@/lib/core/cookies";

export type Theme = "dark" | "light";

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function read(): Theme {
  return document.documentElement.dataset["theme"] === "light" ? "light" : "dark";
}

/** The theme of the page: the attribute on `<html>` is its only home. Dark while the server renders. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, read, () => "dark");
}

/** Paints the page in `theme` and remembers it for a year; the server renders with it from then on. */
export function setTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  rememberCookie(THEME_COOKIE, theme);
}
