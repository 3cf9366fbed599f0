import { kebabCase } from "../../proto/kebab-case.js";
import { ConfigError } from "../base/config-error.js";
import { trainConfigSchema } from "../config/train-config.js";

const KEYS = Object.keys(trainConfigSchema.shape);

/**
 * Does something with settings, and names them in its errors as they were typed: as flags or, if they are none and a
 * file is read for settings too, by their keys.
 * @param flags - as given
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

/** @param isFlag - whether a setting is to be named as a flag */
export function withFlagNames(message: string, isFlag: (key: string) => boolean): string {
  const flagged = KEYS.filter(isFlag);
  return message
    .split("\n")
    .map((line) => nameMentions(nameSubject(line, flagged), flagged))
    .join("\n");
}

/** The setting that a line is about stands at its beginning: with its part, or the place in its list. */
function nameSubject(line: string, keys: readonly string[]): string {
  const [whole = "", key = "", part = ""] = /^(\w+)((?:\.\w+)*)(?=: )/.exec(line) ?? [];
  if (!keys.includes(key)) return line;
  const place = /^\.\d+$/.test(part) ? ` (value ${Number(part.slice(1)) + 1})` : part;
  return `--${kebabCase(key)}${place}${line.slice(whole.length)}`;
}

/** Elsewhere in it, a word of several words joined can only be a setting. */
function nameMentions(line: string, keys: readonly string[]): string {
  return line.replace(/(?<![\w.-])[a-z]+(?:[A-Z][a-z]*)+\b/g, (word) =>
    keys.includes(word) ? `--${kebabCase(word)}` : word,
  );
}
