import yargs, { type Options } from "yargs";
import { kebabCase } from "../../proto/kebab-case.js";
import { VERSION } from "../../proto/version.js";
import { type ConfigField, type ConfigOf, type ConfigTable, resolveConfig } from "../base/config.js";
import { ofFlag, withSuggestion } from "./flag-errors.js";

/** The settings of every server's program. */
export const PROGRAM_FIELDS = {
  json: {
    description: "Announce the server as one line of JSON on standard output.",
    default: false,
  } as ConfigField<boolean>,
  exitWithParent: {
    description: "Stop when standard input closes, as it does when the parent process ends.",
    default: false,
  } as ConfigField<boolean>,
  ignoreHangup: {
    description: "Go on when the terminal is closed; nohup alone does not do it.",
    default: false,
  } as ConfigField<boolean>,
  logLevel: {
    description: "Level of the log on standard error, from the most messages to none.",
    default: "info",
    choices: ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
  } as ConfigField<string>,
} as const satisfies ConfigTable;

/** A program whose flags are the settings of a table. */
export interface Program<Table extends ConfigTable> {
  readonly name: string;
  /** A sentence. */
  readonly purpose: string;
  readonly fields: Table;
  /** Flags that are no settings. */
  readonly others?: Readonly<Record<string, Options>>;
}

/**
 * Prints the help or the version, if asked to, and exits.
 * @param args - the arguments after the program's name
 * @returns the settings, and the values of the other flags
 * @throws Error at an unknown flag
 * @throws RangeError at an invalid value
 */
export function parseFlags<Table extends ConfigTable>(
  { name, purpose, fields, others = {} }: Program<Table>,
  args: readonly string[],
): { readonly settings: ConfigOf<Table>; readonly others: Readonly<Record<string, unknown>> } {
  const names = Object.keys(fields);
  const parsed = yargs(args)
    .scriptName(name)
    .usage(`$0\n\n${purpose}`)
    .options(Object.fromEntries(names.map((field) => [kebabCase(field), flag(fields[field])])))
    .options(others)
    .version(VERSION)
    .strictOptions()
    .demandCommand(0, 0, "", "expected flags only, got an argument")
    .wrap(100)
    .fail((message, error) => {
      throw error ?? new Error(withSuggestion(message, [...names.map(kebabCase), ...Object.keys(others)]));
    })
    .parseSync() as Readonly<Record<string, unknown>>;
  const pick = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, parsed[key]]));
  const given = pick(names) as Partial<ConfigOf<Table>>;
  return { settings: resolveFlags(fields, given, args), others: pick(Object.keys(others)) };
}

/** @throws RangeError at an invalid value, named by its flag */
function resolveFlags<Table extends ConfigTable>(
  fields: Table,
  given: Partial<ConfigOf<Table>>,
  args: readonly string[],
): ConfigOf<Table> {
  try {
    return resolveConfig(fields, given);
  } catch (error) {
    throw new RangeError(ofFlag((error as Error).message, args), { cause: error });
  }
}

/** A setting as an option of yargs. */
function flag(field: ConfigField) {
  const type = typeof field.default as "string" | "number" | "boolean";
  const { description: describe, choices } = field;
  // An empty default means that no file is given.
  const value = field.default === "" ? undefined : field.default;
  return { type, default: value, describe, choices, requiresArg: type !== "boolean" };
}
