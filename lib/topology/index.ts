export { readTopology } from "./read-topology";
