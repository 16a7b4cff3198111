export interface Paint {
  fill?: string;
  stroke?: string;
  width?: number;
  dash?: readonly number[];
  /** 0 to 1. */
  alpha?: number;
}

export interface TextPaint {
  fill: string;
  size: number;
  bold?: boolean;
  align?: "left" | "right" | "center";
  alpha?: number;
  /** Drawn in this colour behind the letters, so that lines do not cross them. */
  halo?: string;
}

/** The few things that a diagram is drawn with. Points are pairs of numbers. */
export interface Painter {
  rect(x: number, y: number, width: number, height: number, radius: number, paint: Paint): void;
  /** In SVG's path language, absolute commands M L C Q Z alone. */
  path(data: string, paint: Paint, at?: { x: number; y: number; scale: number }): void;
  text(text: string, x: number, y: number, paint: TextPaint): void;
  /** Width of a text in the diagram's pixels. */
  measure(text: string, size: number, bold: boolean): number;
}
