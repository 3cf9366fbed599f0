// The example that serves twenty people, as it stands.
import { execFile } from "node:child_process";
import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { scratch } from "../client/runs/support/scratch.js";
import { FORMS, testDossier, testRegistry } from "./support/registry.js";
import { serve } from "./support/server.js";

it("serves twenty new people on half-cheetah, each for one episode", async () => {
  const registry = await testRegistry();
  await registry.publish("cheetah", testDossier(FORMS.halfCheetah));
  await registry.decide("cheetah", "ada");
  const { server, client } = await serve(registry);
  const cwd = await scratch();
  await mkdir(join(cwd, "node_modules"));
  await symlink(resolve("."), join(cwd, "node_modules/caucus"), "dir");
  await copyFile("examples/serve-people.mjs", join(cwd, "serve-people.mjs"));
  const { stdout } = await promisify(execFile)(process.execPath, ["serve-people.mjs", server.address], {
    cwd,
  });
  expect(stdout.match(/^person-\d+: cheetah\/[12], expected \d/gm)).toHaveLength(20);
  expect(stdout.match(/^person-\d+: got -?[\d.]+ in 1000 steps$/gm)).toHaveLength(20);
  const [{ policies }] = (await client.status()).dossiers;
  expect(policies.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(20_000);
  expect(policies.reduce((sum, { reports }) => sum + reports, 0)).toBe(20);
});
