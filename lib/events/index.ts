export { getEvent } from "./get";
export { listEvents } from "./list";
export { seedFirstEvents } from "./seed";
export { eventService } from "./service";
