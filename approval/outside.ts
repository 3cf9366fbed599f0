import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { ApprovalError } from "./approval-error.js";
import { readFailure } from "./bounded-file.js";

/**
 * @param danger - what could happen to the file there
 * @throws ApprovalError if a file lies in a directory, links followed
 */
export async function refuseWithin(directory: string, file: string, danger: string): Promise<void> {
  const container = await realPathOf(directory);
  const way = relative(container, await realPathOf(file));
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) return;
  throw new ApprovalError(file, `expected a file outside ${directory}, since ${danger}`);
}

async function realPathOf(path: string): Promise<string> {
  return realpath(path).catch((error) => {
    throw readFailure(path, error);
  });
}
