import { readFileSync } from "node:fs";

/** Caucus's version, from package.json, which is two folders above dist/server. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
).version;
