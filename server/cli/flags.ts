import yargs from "yargs";
import { kebabCase } from "../../proto/kebab-case.js";
import {
  type ConfigField,
  type ConfigOf,
  type ConfigTable,
  resolveConfig,
  SERVER_FIELDS,
} from "../base/config.js";
import { VERSION } from "../base/version.js";
import { ofFlag, withSuggestion } from "./flag-errors.js";

/** The settings of a server, and those of its program. */
const FIELDS = {
  ...SERVER_FIELDS,
  json: {
    description: "Announce the server as one line of JSON on standard output.",
    default: false,
  } as ConfigField<boolean>,
  check: {
    description:
      "Make, step and close each environment, print the results, and exit with 0 if all work or 1.",
    default: false,
  } as ConfigField<boolean>,
  exitWithParent: {
    description: "Stop when standard input closes, as it does when the parent process ends.",
    default: false,
  } as ConfigField<boolean>,
  logLevel: {
    description: "Level of the log on standard error, from the most messages to none.",
    default: "info",
    choices: ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
  } as ConfigField<string>,
} as const satisfies ConfigTable;

export interface Flags extends ConfigOf<typeof FIELDS> {
  /** Modules with environments of the user's own. */
  readonly load: readonly string[];
}

const LOAD = {
  type: "string",
  array: true,
  requiresArg: true,
  default: [] as string[],
  describe: "Module that exports your own environments; may be given several times.",
} as const;

/**
 * Prints the help or the version, if asked to, and exits.
 * @param args - the arguments after the program's name
 * @throws Error at an unknown flag
 * @throws RangeError at an invalid value
 */
export function parseFlags(args: readonly string[]): Flags {
  const parsed = yargs(args)
    .scriptName("caucus-server")
    .usage("$0\n\nHosts r-MDP environments for learners, over gRPC.")
    .options(
      Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [kebabCase(name), flag(field)])),
    )
    .option("load", LOAD)
    .version(VERSION)
    .strictOptions()
    .demandCommand(0, 0, "", "expected flags only, got an argument")
    .wrap(100)
    .fail((message, error) => {
      throw error ?? new Error(withSuggestion(message, [...Object.keys(FIELDS).map(kebabCase), "load"]));
    })
    .parseSync();
  const given = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, parsed[name]]));
  return { ...resolveFlags(given, args), load: parsed.load };
}

/** @throws RangeError at an invalid value, named by its flag */
function resolveFlags(given: Partial<ConfigOf<typeof FIELDS>>, args: readonly string[]) {
  try {
    return resolveConfig(FIELDS, given);
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
