import { readFileSync } from "node:fs";

/** Caucus's version, from package.json, which is next to dist. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
).version;
