export { createArchitecture } from "./create";
export { deleteArchitecture } from "./delete";
export { generateArchitecture } from "./generate";
export { getArchitecture } from "./get";
export { listArchitectures } from "./list";
export { saveArchitecture } from "./save";
export { previewArchitectureState, readArchitectureState } from "./state/read-state";
export { diffVersions, listVersions, restoreVersion } from "./versions";
export { exportYaml, importYaml } from "./yaml";
