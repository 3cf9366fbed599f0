import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The help of a program or of one of its commands. */
export interface Help {
  /** As --help prints it. */
  readonly text: string;
  /** Flags without dashes; of those with parts, such as "learning-rate.start", also what is before the dot. */
  readonly flags: ReadonlySet<string>;
  /** Those that are on or off, and may be given as --no-NAME. */
  readonly switches: ReadonlySet<string>;
}

/** Help by command; "" is the program itself. */
export type ProgramHelp = ReadonlyMap<string, Help>;

const PROGRAMS = {
  caucus: "dist/client/cli/main.js",
  "caucus-server": "dist/server/cli/main.js",
  "caucus-policies": "dist/policies/cli/main.js",
} as const;

/**
 * Asks the built programs for their help.
 * @param root - the repository
 * @returns by the name of the program
 */
export async function readPrograms(root: string): Promise<ReadonlyMap<string, ProgramHelp>> {
  const entries = Object.entries(PROGRAMS).map(async ([name, script]) => {
    const helpOf = async (command: string) => readHelp(await helpText(join(root, script), command));
    const own = await helpOf("");
    const commands = commandsOf(name, own.text);
    const helps = await Promise.all(
      commands.map(async (command) => [command, await helpOf(command)] as const),
    );
    return [name, new Map([["", own], ...helps])] as const;
  });
  return new Map(await Promise.all(entries));
}

/** @param text - as yargs prints it */
export function readHelp(text: string): Help {
  // An option's text ends where the next one's begins.
  const options = text.split(/\n(?= {2}(?:-\w, )?--)/).slice(1);
  const named = options.map((option) => [/--([\w.-]+)/.exec(option)![1], option] as const);
  const flags = named.flatMap(([name]) => [name, name.split(".")[0]]);
  const switches = named.filter(([, option]) => option.includes("[boolean]")).map(([name]) => name);
  return { text, flags: new Set(flags), switches: new Set(switches) };
}

async function helpText(script: string, command: string): Promise<string> {
  const args = command === "" ? ["--help"] : [command, "--help"];
  return (await run(process.execPath, [script, ...args])).stdout.trimEnd();
}

function commandsOf(program: string, text: string): string[] {
  const line = new RegExp(`^ {2}${program} ([a-z][a-z-]*)`, "gm");
  return [...text.matchAll(line)].map(([, command]) => command);
}
