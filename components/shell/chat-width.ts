/** Px. Narrower cuts tables, wider leaves no room for the page. */
export const CHAT_WIDTH = { min: 320, initial: 400, max: 720 } as const;
