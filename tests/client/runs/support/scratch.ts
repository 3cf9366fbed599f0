import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A new directory, by its real path. */
export async function makeScratch(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), "caucus-test-")));
}

/** A new directory for one test, which is gone after it. */
export async function scratch(): Promise<string> {
  const path = await makeScratch();
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
