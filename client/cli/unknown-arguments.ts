import { closestName } from "../../proto/closest-name.js";

/** The flags and commands that exist. */
export interface KnownArguments {
  readonly commands: readonly string[];
  /** Flags of the given command, without dashes. */
  readonly flags: readonly string[];
}

/**
 * A message about unknown arguments, with a suggestion of what was probably meant.
 * @param message - yargs's message
 * @param args - the arguments after the program's name
 * @returns undefined if yargs's message is about something else
 */
export function describeUnknown(
  message: string,
  args: readonly string[],
  { commands, flags }: KnownArguments,
): string | undefined {
  const [, list] = /^Unknown arguments?: (.*)$/s.exec(message) ?? [];
  if (list === undefined) return undefined;
  const [name] = list.split(", ");
  if (name === args[0] && !name.startsWith("-")) {
    const hint = hintOf(closestName(name, commands)) ?? `Commands are ${commands.join(", ")}`;
    return `Unknown command: ${name}. ${hint}`;
  }
  const typed = args.find((arg) => nameOf(arg) === name);
  if (typed === undefined) return message;
  const meant = closestName(name, flags);
  const hint = hintOf(meant && typed.replace(/=.*$/s, "").replace(name, meant));
  return [`Unknown argument: ${typed.replace(/=.*$/s, "")}`, ...(hint === undefined ? [] : [hint])].join(
    ". ",
  );
}

/** The name of a flag as it was typed, without dashes, "no", its part and its value. */
function nameOf(typed: string): string | undefined {
  return /^--(?:no-)?([^.=]+)/.exec(typed)?.[1];
}

function hintOf(meant: string | undefined): string | undefined {
  return meant === undefined ? undefined : `Did you mean ${meant}?`;
}
