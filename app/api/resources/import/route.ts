import { readText } from "@/lib/http/read-body";
import { route } from "@/lib/http/route";
import { importInventory } from "@/lib/resources";
import { INVENTORY_FILE_BYTES_MAX } from "@/lib/resources/constants";

export const POST = route({
  role: "operator",
  handle: async ({ ctx, request }) => importInventory(ctx, await readText(request, INVENTORY_FILE_BYTES_MAX)),
});
