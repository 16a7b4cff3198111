export * from "./alarms";
export * from "./audit";
export * from "./events";
export * from "./experiments";
export * from "./live";
export * from "./resources";
export * from "./risk";
export * from "./simulator";
