import { kebabCase } from "../../proto/kebab-case.js";
import { ConfigError } from "../base/config-error.js";
import { trainConfigSchema } from "../config/train-config.js";

const KEYS = Object.keys(trainConfigSchema.shape);

/**
 * Calls a function that uses settings, and names settings in its errors as they were typed: as flags, or by their keys
 * if they came from a config file.
 * @param flags - the given flags
 */
export async function namingSettings<R>(
  flags: Readonly<Record<string, unknown>>,
  readsFile: boolean,
  use: () => Promise<R>,
): Promise<R> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const typed = (key: string) => !readsFile || flags[kebabCase(key)] !== undefined;
    throw new ConfigError(withFlagNames(error.message, typed), { cause: error });
  }
}

/** @param isFlag - whether to name a setting as a flag */
export function withFlagNames(message: string, isFlag: (key: string) => boolean): string {
  const flagged = KEYS.filter(isFlag);
  return message
    .split("\n")
    .map((line) => nameMentions(nameSubject(line, flagged), flagged))
    .join("\n");
}

/** Renames the setting at the beginning of a line, with its part or its index in a list. */
function nameSubject(line: string, keys: readonly string[]): string {
  const [whole = "", key = "", part = ""] = /^(\w+)((?:\.\w+)*)(?=: )/.exec(line) ?? [];
  if (!keys.includes(key)) return line;
  const place = /^\.\d+$/.test(part) ? ` (value ${Number(part.slice(1)) + 1})` : part;
  return `--${kebabCase(key)}${place}${line.slice(whole.length)}`;
}

/** Renames settings elsewhere in a line. Only camelCase keys are renamed, since other words may not be settings. */
function nameMentions(line: string, keys: readonly string[]): string {
  return line.replace(/(?<![\w.-])[a-z]+(?:[A-Z][a-z]*)+\b/g, (word) =>
    keys.includes(word) ? `--${kebabCase(word)}` : word,
  );
}
