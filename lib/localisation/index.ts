export { localise } from "./localise";
