export { simulatorService } from "./service";
export { readSimulator } from "./status";
export { simulatedTargets } from "./targets";
