import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startEmbeddedServer } from "../../../client/index.js";
import { scratch } from "../runs/support/scratch.js";

const THERMOSTAT = new URL("../../../envs/examples/thermostat.js", import.meta.url).href;

async function moduleOf(code: string): Promise<string> {
  const path = join(await scratch(), "module.mjs");
  await writeFile(path, code);
  return path;
}

it("a module that prints while it is loaded is not mistaken for the announcement", async () => {
  const path = await moduleOf(
    `console.log("loading\\x1b[2J"); console.log('{"address": "nowhere:1"}'); console.log("null"); export { environments } from "${THERMOSTAT}";`,
  );
  const server = await startEmbeddedServer({ modules: [path] });
  expect(server.address).toMatch(/^127\.0\.0\.1:\d+$/);
  server.stop();
});

it("a server that does not start is given up, and ended", async () => {
  const path = await moduleOf("while (true);");
  await expect(startEmbeddedServer({ modules: [path] }, undefined, 2)).rejects.toThrow(
    "the embedded caucus-server: expected its address within 2 s, got none",
  );
});

it("a server that is given up from outside is ended", async () => {
  const controller = new AbortController();
  const starting = startEmbeddedServer({ modules: [await moduleOf("while (true);")] }, controller.signal);
  setTimeout(() => controller.abort(), 500);
  await expect(starting).rejects.toThrow("the embedded caucus-server was ended by SIGKILL");
});
