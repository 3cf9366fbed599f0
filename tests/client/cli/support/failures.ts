import { readdir } from "node:fs/promises";
import { expect } from "vitest";
import { eventually, processesIn } from "./processes.js";
import { type Ended, runCaucus } from "./program.js";

/** What it says before it gets to work, of no one's fault. */
const ANNOUNCEMENTS = /^(TensorFlow\.js runs on .*|[\w-]+, [\w-]+, k = \d+; run .*)\n/gm;

/** Checks that the program ended with this one sentence, and with nothing that a user cannot read. */
export function expectFailure({ code, stdout, stderr }: Ended, sentence: string, exitCode: number): void {
  expect(stderr.replace(ANNOUNCEMENTS, "")).toBe(`caucus: ${sentence}\n`);
  expect(stdout).toBe("");
  expect(code).toBe(exitCode);
}

/** Checks also that it left no process behind, and no file. */
export async function expectRefusal(
  cwd: string,
  args: readonly (string | number)[],
  sentence: string,
  exitCode = 1,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const before = await readdir(cwd, { recursive: true });
  expectFailure(await runCaucus(cwd, args, { env }), sentence, exitCode);
  expect(await readdir(cwd, { recursive: true })).toEqual(before);
  await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
}
