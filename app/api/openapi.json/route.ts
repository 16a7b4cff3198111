import { once } from "@/lib/core/once";
import { describeRoutes } from "@/lib/http/describe-routes";
import { route } from "@/lib/http/route";
import manifest from "@/package.json";
import { OPERATIONS } from "./operations";

/** The same for as long as the process lives. */
const document = once(() => describeRoutes(OPERATIONS, manifest.version));

/** Our own REST as an OpenAPI 3.1 document. */
export const GET = route({ role: "viewer", handle: () => document() });
