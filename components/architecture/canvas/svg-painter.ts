import type { Paint, Painter, TextPaint } from "./painter";

const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
const round = (value: number): number => Math.round(value * 100) / 100;

/** Writes a drawing as SVG. */
export class SvgPainter implements Painter {
  readonly #parts: string[] = [];

  constructor(
    readonly font: string,
    readonly widthOf: (text: string, size: number, bold: boolean) => number,
  ) {}

  rect(x: number, y: number, width: number, height: number, radius: number, paint: Paint): void {
    const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
    this.#parts.push(`<rect ${place} rx="${radius}" ${paintText(paint)}/>`);
  }

  path(data: string, paint: Paint, at?: { x: number; y: number; scale: number }): void {
    const moved = at ? ` transform="translate(${round(at.x)} ${round(at.y)}) scale(${at.scale})"` : "";
    this.#parts.push(`<path d="${data}" ${paintText(paint)}${moved}/>`);
  }

  text(text: string, x: number, y: number, { fill, size, bold, align, alpha, halo }: TextPaint): void {
    const anchor = align === "right" ? "end" : align === "center" ? "middle" : "start";
    const behind =
      halo === undefined
        ? ""
        : ` stroke="${halo}" stroke-width="4" paint-order="stroke" stroke-linejoin="round"`;
    const faded = alpha === undefined ? "" : ` opacity="${alpha}"`;
    this.#parts.push(
      `<text x="${round(x)}" y="${round(y)}" fill="${fill}" font-size="${size}"${bold ? ' font-weight="600"' : ""} text-anchor="${anchor}"${behind}${faded}>${escapeXml(text)}</text>`,
    );
  }

  measure(text: string, size: number, bold: boolean): number {
    return this.widthOf(text, size, bold);
  }

  /** The whole file; the title is what screen readers tell of it. */
  finish(box: { x: number; y: number; width: number; height: number }, title: string): string {
    const view = `${round(box.x)} ${round(box.y)} ${round(box.width)} ${round(box.height)}`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" width="${round(box.width)}" height="${round(box.height)}" font-family="${escapeXml(this.font)}" role="img">`,
      `<title>${escapeXml(title)}</title>`,
      ...this.#parts,
      "</svg>",
      "",
    ].join("\n");
  }
}

function paintText({ fill = "none", stroke, width = 1, dash, alpha }: Paint): string {
  return [
    `fill="${fill}"`,
    stroke === undefined ? "" : `stroke="${stroke}" stroke-width="${width}"`,
    dash === undefined ? "" : `stroke-dasharray="${dash.join(" ")}"`,
    alpha === undefined ? "" : `opacity="${alpha}"`,
  ]
    .filter(Boolean)
    .join(" ");
}
