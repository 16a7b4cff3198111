/** An answer whose JSON was built as text already. */
export const jsonText = (text: string): Response =>
  new Response(text, { headers: { "content-type": "application/json", "cache-control": "no-store" } });
