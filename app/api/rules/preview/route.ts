import { readText } from "@/lib/http/read-body";
import { route } from "@/lib/http/route";
import { FILE_BYTES_MAX, previewRuleFile } from "@/lib/rules";
import { ruleFileNameSchema } from "@/lib/rules/schemas";

export const POST = route({
  role: "operator",
  query: ruleFileNameSchema,
  handle: async ({ ctx, query, request }) =>
    previewRuleFile(ctx, query, await readText(request, FILE_BYTES_MAX)),
});
