export { readImpact } from "./read-impact";
export { readPlaced, readTopology } from "./read-topology";
export { searchTopology } from "./search-topology";
