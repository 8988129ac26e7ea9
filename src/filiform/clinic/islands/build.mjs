// Bundles the islands and copies what the pages need beside them; the wheel carries the result.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../..");
const islands = join(here, "../static/islands");
const fonts = join(here, "../static/fonts");
const modules = join(root, "node_modules");

await mkdir(islands, { recursive: true });
await mkdir(fonts, { recursive: true });
await build({
  // The 3D body is fetched by those who ask for it, so it is a script of its own.
  // So is the pad for signatures, and so is the table's: that one is kept on the tablet, with its
  // service worker.
  entryPoints: {
    islands: join(here, "islands.ts"),
    body3d: join(here, "ff-body.ts"),
    signature: join(here, "ff-signature.ts"),
    table: join(here, "table/table.ts"),
    "table-worker": join(here, "table/worker.ts"),
  },
  outdir: islands,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "eof",
  logLevel: "warning",
});
await copyFile(join(modules, "htmx.org/dist/htmx.min.js"), join(islands, "htmx.min.js"));
await copyFile(
  join(modules, "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"),
  join(fonts, "inter.woff2"),
);
const licences = await Promise.all(
  ["htmx.org", "@fontsource-variable/inter", "three", "signature_pad"].map(async (name) => {
    const text = await readFile(join(modules, name, "LICENSE"), "utf8");
    return `${name}\n\n${text}\n`;
  }),
);
await writeFile(join(islands, "LICENSES.txt"), licences.join("\n----\n\n"));
