import { exportYaml, importYaml } from "@/lib/architecture";
import { YAML_BYTES_MAX } from "@/lib/architecture/constants";
import { architectureNameSchema, architectureQuerySchema, yamlQuerySchema } from "@/lib/architecture/schemas";
import { readText } from "@/lib/http/read-body";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  params: architectureNameSchema,
  query: architectureQuerySchema,
  handle: async ({ ctx, params, query }) =>
    new Response(await exportYaml(ctx, params, query), {
      headers: {
        "content-type": "application/yaml; charset=utf-8",
        "content-disposition": `attachment; filename="${params.slug}.yaml"`,
        "cache-control": "no-store",
      },
    }),
});

export const PUT = route({
  role: "operator",
  params: architectureNameSchema,
  query: yamlQuerySchema,
  handle: async ({ ctx, params, query, request }) =>
    importYaml(ctx, params, query, await readText(request, YAML_BYTES_MAX)),
});
