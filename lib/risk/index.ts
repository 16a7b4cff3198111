export { checkQueries } from "./check-queries";
export { getRisk } from "./get";
export { requestScan } from "./scan";
export { riskService } from "./service";
