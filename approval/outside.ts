import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { ApprovalError } from "./approval-error.js";
import { readFailure } from "./bounded-file.js";

/**
 * Whether a file or directory is a directory or lies in it, links followed.
 * @throws ApprovalError if one of them is not there
 */
export async function liesWithin(directory: string, path: string): Promise<boolean> {
  const container = await realPathOf(directory);
  const way = relative(container, await realPathOf(path));
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * @param danger - what could happen to the file there
 * @throws ApprovalError if a file lies in a directory, links followed
 */
export async function refuseWithin(directory: string, file: string, danger: string): Promise<void> {
  if (await liesWithin(directory, file))
    throw new ApprovalError(file, `expected a file outside ${directory}, since ${danger}`);
}

async function realPathOf(path: string): Promise<string> {
  return realpath(path).catch((error) => {
    throw readFailure(path, error);
  });
}
