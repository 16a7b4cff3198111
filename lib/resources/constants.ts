export const LAYERS = ["access", "business", "middleware", "data"] as const;
export type Layer = (typeof LAYERS)[number];

/** `declared`: written down by people or by the simulator's fleet; `discovered`: seen in metrics. */
export const RESOURCE_ORIGINS = ["declared", "discovered"] as const;
export const RESOURCE_STATES = ["planned", "running", "retiring", "gone"] as const;
