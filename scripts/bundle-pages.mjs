// A step of the build: makes of each page's script and what it imports one script that needs no other file.
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const PAGES = ["client/replay/page"];

for (const page of PAGES) {
  await build({
    input: `${dist}${page}/player.js`,
    output: { file: `${dist}${page}/bundle.js`, format: "esm" },
    logLevel: "warn",
  });
}
