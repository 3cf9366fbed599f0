// The folders that hold sources, and the files in them.
// Also used before anything is installed: plain JavaScript, Node's own modules only.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

export const SOURCE_FOLDERS = [
  "envs",
  "proto",
  "approval",
  "serving",
  "server",
  "policies",
  "client",
  "scripts",
  "tests",
];

/** The files below a folder of the repository, as paths from its root with forward slashes. */
export function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}
