export { readImpact } from "./read-impact";
export { readTopology } from "./read-topology";
