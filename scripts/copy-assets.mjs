// A step of the build: copies what the programs read at run time beside the compiled JavaScript,
// removes from dist what no source makes any more, and makes the programs executable.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { filesUnder, root, SOURCE_FOLDERS } from "./source-folders.mjs";

const ASSET_FOLDERS = ["envs", "server", "client"];
const NOT_ASSETS = /\.(ts|md|py|proto|yaml)$|(^|\/)\./;
const PROGRAMS = ["client/cli/main.js", "server/cli/main.js", "policies/cli/main.js"];

const dist = join(root, "dist");

const assets = ASSET_FOLDERS.flatMap(filesUnder).filter((file) => !NOT_ASSETS.test(file));
const compiled = SOURCE_FOLDERS.flatMap(filesUnder).filter((file) => /(?<!\.d)\.ts$/.test(file));
const outputs = compiled.flatMap((file) =>
  [".js", ".js.map", ".d.ts"].map((ending) => file.replace(/\.ts$/, ending)),
);

for (const file of assets) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}
removeOthers(dist, new Set([...outputs, ...assets]));
for (const program of PROGRAMS) {
  if (existsSync(join(dist, program))) chmodSync(join(dist, program), 0o755);
}

/** Removes every file below a folder of dist that is not to be kept, and the folders that this empties. */
function removeOthers(folder, kept) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      removeOthers(path, kept);
      if (readdirSync(path).length === 0) rmSync(path, { recursive: true });
    } else if (!entry.name.startsWith(".") && !kept.has(relative(dist, path).split(sep).join("/"))) {
      rmSync(path);
    }
  }
}
