export { readImpact } from "./read-impact";
export { readTopology } from "./read-topology";
export { searchTopology } from "./search-topology";
