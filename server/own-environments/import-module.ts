import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { InvalidValueError } from "../../envs/index.js";

/**
 * Imports a user's module at run time.
 * @param path - path of the module's file
 * @returns the module's exports
 * @throws InvalidValueError if the module does not exist or fails
 */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  checkFile(path);
  const { href } = pathToFileURL(path);
  try {
    return await import(href);
  } catch (error) {
    throw new InvalidValueError("load", "a module that can be loaded", failureText(error, href), path);
  }
}

function checkFile(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return;
  const got = stats === undefined ? "none there" : "something else";
  throw new InvalidValueError("load", "a file with a JavaScript module", got, path);
}

/** An error's text, with the line of the module if it comes from there. */
function failureText(error: unknown, href: string): string {
  if (!(error instanceof Error)) return String(error);
  const { code, stack = "" } = error as NodeJS.ErrnoException;
  if (code === "ERR_UNKNOWN_FILE_EXTENSION")
    return `what Node ${process.versions.node} cannot run: compile it first`;
  const [, after] = stack.split(`${href}:`);
  const line = after === undefined ? "" : `, at line ${Number.parseInt(after, 10)}`;
  return `${error}${line}`;
}
