#!/usr/bin/env node
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { ConfigError } from "../base/config-error.js";
import { readableLines } from "../base/readable-text.js";
import { COMMAND_NAMES, COMMANDS } from "./commands/index.js";
import { checkGivenOnce } from "./given-once.js";
import { checkNumbers } from "./number-flags.js";
import { describeUnknown } from "./unknown-arguments.js";

const ARGUMENTS = hideBin(process.argv);

const TOO_FEW_TEXT = "Got %s of %s arguments that must be given; --help names them";
/** Yargs has a text for one argument and one for several, which its types do not know. */
const TOO_FEW = {
  "Not enough non-option arguments: got %s, need at least %s": { one: TOO_FEW_TEXT, other: TOO_FEW_TEXT },
} as unknown as Record<string, string>;

const cli = yargs(ARGUMENTS)
  .scriptName("caucus")
  .command([...COMMANDS])
  .demandCommand(1, "Name a command, for example: caucus train --help")
  .parserConfiguration({ "camel-case-expansion": false })
  .updateStrings({
    "Invalid values:": " ",
    "Not enough arguments following: %s": "--%s: expected a value, got none",
    ...TOO_FEW,
    "Argument: %s, Given: %s, Choices: %s": "--%s: got %s, expected one of %s",
  })
  .check((flags) => {
    checkGivenOnce(flags, knownOptions().array);
    checkNumbers(flags, ARGUMENTS);
    return true;
  })
  .strict()
  .wrap(100)
  .fail(false);

/** Options of the given command. Yargs has a method for this that its types lack. */
function knownOptions(): { readonly key: Readonly<Record<string, unknown>>; readonly array: string[] } {
  return (cli as unknown as { getOptions(): ReturnType<typeof knownOptions> }).getOptions();
}

// Node's deprecation warnings are for developers, not for users of the program.
process.noDeprecation = true;

try {
  await cli.parseAsync();
} catch (error) {
  const message = (error as Error).message.trim();
  const known = { commands: COMMAND_NAMES, flags: Object.keys(knownOptions().key) };
  const text = describeUnknown(message, ARGUMENTS, known) ?? message;
  console.error(`caucus: ${readableLines(text)}`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
