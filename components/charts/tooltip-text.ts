/** The characters that have a meaning in HTML: names of series come from outside. */
const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** One line of a tooltip: a key in the colour of the series, its name and its value. */
export function tooltipRow(colour: string, name: string, value: string): string {
  return (
    `<div style="display:flex;gap:8px;align-items:center">` +
    `<span style="width:10px;height:2px;background:${escapeHtml(colour)}"></span>` +
    `<span style="flex:1">${escapeHtml(name)}</span><b style="font-weight:600">${escapeHtml(value)}</b></div>`
  );
}
