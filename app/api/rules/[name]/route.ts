import { readText } from "@/lib/http/read-body";
import { route } from "@/lib/http/route";
import { deleteRuleFile, FILE_BYTES_MAX, readRuleFile, saveRuleFile } from "@/lib/rules";
import { ruleFileNameSchema } from "@/lib/rules/schemas";

export const GET = route({
  role: "viewer",
  params: ruleFileNameSchema,
  handle: async ({ ctx, params }) =>
    new Response(await readRuleFile(ctx, params), {
      headers: {
        "content-type": "application/yaml; charset=utf-8",
        "content-disposition": `attachment; filename="${params.name}"`,
        "cache-control": "no-store",
      },
    }),
});

export const PUT = route({
  role: "operator",
  params: ruleFileNameSchema,
  handle: async ({ ctx, params, request }) =>
    saveRuleFile(ctx, params, await readText(request, FILE_BYTES_MAX)),
});

export const DELETE = route({
  role: "operator",
  params: ruleFileNameSchema,
  handle: ({ ctx, params }) => deleteRuleFile(ctx, params),
});
