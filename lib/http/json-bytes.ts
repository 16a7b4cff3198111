/** An answer whose JSON was written as UTF-8 already. */
export const jsonBytes = (bytes: Uint8Array<ArrayBuffer>): Response =>
  new Response(bytes, { headers: { "content-type": "application/json", "cache-control": "no-store" } });
