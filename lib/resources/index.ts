export { changeState } from "./change-state";
export { discoveryService } from "./discovery/service";
export { exportResources } from "./export";
export { getResource } from "./get";
export { getComparison } from "./get-comparison";
export { importInventory, previewImport } from "./import";
export { listResources } from "./list";
export { deleteView, listViews, saveView, updateView } from "./saved-views";
export { settleDifferences } from "./settle";
