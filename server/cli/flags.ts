import type { ConfigField, ConfigOf, ConfigTable } from "../../serving/base/config.js";
import { PROGRAM_FIELDS, parseFlags as parse } from "../../serving/cli/flags.js";
import { SERVER_FIELDS } from "../base/config.js";

const { json, ...MORE_FIELDS } = PROGRAM_FIELDS;

/** The settings of a server, and those of its program. */
const FIELDS = {
  ...SERVER_FIELDS,
  json,
  check: {
    description:
      "Make, step and close each environment, print the results, and exit with 0 if all work or 1.",
    default: false,
  } as ConfigField<boolean>,
  ...MORE_FIELDS,
} as const satisfies ConfigTable;

export interface Flags extends ConfigOf<typeof FIELDS> {
  /** Modules with environments of the user's own. */
  readonly load: readonly string[];
  /** Environments written in Python. */
  readonly python: readonly string[];
  /** What runs Python. */
  readonly pythonCommand: string;
}

const LOAD = {
  type: "string",
  array: true,
  requiresArg: true,
  default: [] as string[],
  describe: "Module that exports your own environments; may be given several times.",
} as const;

const PYTHON = {
  type: "string",
  array: true,
  requiresArg: true,
  default: [] as string[],
  describe:
    "Environment written in Python: MODULE:ENV, or an id of Gymnasium or MO-Gymnasium; may be given several times.",
} as const;

const PYTHON_COMMAND = {
  type: "string",
  requiresArg: true,
  default: "python3",
  describe:
    "Python that runs these environments, in as many processes as workers; it needs the package caucus-rmdp.",
} as const;

const PROGRAM = {
  name: "caucus-server",
  purpose: "Hosts r-MDP environments for learners, over gRPC.",
  fields: FIELDS,
  others: { load: LOAD, python: PYTHON, "python-command": PYTHON_COMMAND },
};

/**
 * Prints the help or the version, if asked to, and exits.
 * @param args - the arguments after the program's name
 * @throws Error at an unknown flag
 * @throws RangeError at an invalid value
 */
export function parseFlags(args: readonly string[]): Flags {
  const { settings, others } = parse(PROGRAM, args);
  return {
    ...settings,
    load: others.load as string[],
    python: others.python as string[],
    pythonCommand: others["python-command"] as string,
  };
}
