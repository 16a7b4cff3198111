import type { FaultDefinition } from "../types";

/** A scenario has no fault of its own: it suffers from those of the resources it runs on. */
export const businessFaults: readonly FaultDefinition[] = [];
