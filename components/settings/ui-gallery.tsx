"use client";
import { GalleryColours } from "./gallery-colours";
import { GalleryControls } from "./gallery-controls";
import { GalleryOverlays } from "./gallery-overlays";
import { GalleryData } from "./gallery-data";
import { GalleryStates } from "./gallery-states";

/** Every component of components/ui in all its states, under the theme of its surroundings. */
export function UiGallery() {
  return (
    <div className="flex flex-col gap-3">
      <GalleryColours />
      <GalleryControls />
      <GalleryOverlays />
      <GalleryData />
      <GalleryStates />
    </div>
  );
}
