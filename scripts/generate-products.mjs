// Writes the lists of products from the folders in lib/products, so that adding a product is one folder and no edit
// elsewhere. `npm start` and `npm test` run it first; the lists are committed, as an editor and a reader want them.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

const root = fileURLToPath(new URL("../lib", import.meta.url));
const folders = readdirSync(path.join(root, "products"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(root, "products", entry.name, "index.ts")))
  .map(({ name }) => name)
  .sort();
const simulated = folders.filter((name) => existsSync(path.join(root, "products", name, "behaviour.ts")));
const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

const head = "// Written by scripts/generate-products.mjs from the folders of lib/products.\n";
const list = (names, declaration) =>
  `${declaration} = [\n${names.map((name) => `  ${camel(name)},\n`).join("")}];\n`;

const products =
  head +
  folders.map((name) => `import { product as ${camel(name)} } from "./${name}";\n`).join("") +
  'import type { Product } from "./types";\n\n' +
  list(folders, "export const ALL_PRODUCTS: readonly Product[]");
const behaviours =
  head +
  simulated
    .map((name) => `import { behaviour as ${camel(name)} } from "@/lib/products/${name}/behaviour";\n`)
    .join("") +
  'import type { Behaviour } from "./part";\n\n' +
  list(simulated, "export const BEHAVIOURS: readonly Behaviour[]");

const stale = [];
for (const [file, text] of [
  ["products/products.generated.ts", products],
  ["simulator/behaviours.generated.ts", behaviours],
]) {
  const where = path.join(root, file);
  if (existsSync(where) && readFileSync(where, "utf8") === text) continue;
  if (process.argv.includes("--check")) stale.push(`lib/${file}`);
  else writeFileSync(where, text);
}
if (stale.length > 0) {
  console.error(
    `Not as the folders of lib/products are: ${stale.join(", ")}. Run: npm run generate:products`,
  );
  process.exit(1);
}
