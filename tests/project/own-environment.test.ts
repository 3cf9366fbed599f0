// What a user's own project gets from the installed package: the interfaces, and the suite that tests what is written to them.
import { execFileSync } from "node:child_process";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { scratch } from "../client/runs/support/scratch.js";

const TEST = `
  import { describeEnvironment } from "caucus/conformance";
  import { environments } from "./my-env.mjs";
  for (const environment of environments) describeEnvironment(environment);
`;

it("an environment of another project passes the conformance suite there", async () => {
  const cwd = await scratch();
  await mkdir(join(cwd, "node_modules"));
  await symlink(resolve("."), join(cwd, "node_modules/caucus"), "dir");
  await symlink(resolve("node_modules/vitest"), join(cwd, "node_modules/vitest"), "dir");
  await cp("dist/envs/examples/thermostat.js", join(cwd, "my-env.mjs"));
  await writeFile(join(cwd, "package.json"), JSON.stringify({ name: "mine" }));
  await writeFile(join(cwd, "my-env.test.mjs"), TEST);
  const args = ["node_modules/vitest/vitest.mjs", "run", "--reporter=json"];
  const { numPassedTests, numFailedTests } = JSON.parse(
    execFileSync(process.execPath, args, { cwd, encoding: "utf8", stdio: "pipe" }),
  );
  expect(numFailedTests).toBe(0);
  expect(numPassedTests).toBeGreaterThan(30);
});
