import type { Help, ProgramHelp } from "./programs.js";
import { inlineCode, type ShownCommand, shellWords, shownCommands } from "./shell-lines.js";

/** The commands, flags and scripts that exist. */
export interface Known {
  /** Help by program and command. */
  readonly programs: ReadonlyMap<string, ProgramHelp>;
  /** Of package.json, for `npm run NAME`. */
  readonly scripts: readonly string[];
}

const NPM_COMMANDS = ["start", "test", "install", "pack", "ci"];

/**
 * Commands, flags and npm scripts that a document shows and that do not exist.
 * @param document - its name, for the messages
 * @returns a sentence for each; none if all is well
 */
export function wrongCommands(document: string, markdown: string, known: Known): string[] {
  const shown = withoutComments(markdown);
  const fenced = shownCommands(shown);
  const inline = inlineCode(shown)
    .map(({ text, line }) => ({ words: shellWords(text.replace(/^npx /, "")), line }))
    .filter(({ words: [first, second] }) => known.programs.has(first) && second !== undefined);
  return [...fenced, ...inline].flatMap((command) =>
    faultsOf(command, known).map((fault) => `${document}:${command.line}: ${fault}`),
  );
}

/** The document without HTML comments; lines keep their numbers. */
function withoutComments(markdown: string): string {
  return markdown.replace(/<!--.*?-->/gs, (comment) => comment.replace(/[^\n]/g, ""));
}

function faultsOf({ words: [program, ...rest] }: ShownCommand, { programs, scripts }: Known): string[] {
  if (program === "npm") return npmFaults(rest, scripts);
  const commands = programs.get(program);
  if (commands === undefined) return [];
  const [command] = rest;
  const takesCommands = commands.size > 1;
  if (!takesCommands || command === undefined || command.startsWith("-")) {
    return flagFaults(program, rest, commands.get("")!);
  }
  const help = commands.get(command);
  if (help === undefined) return [`expected a command of ${program}, got "${command}"`];
  return flagFaults(`${program} ${command}`, rest.slice(1), help);
}

function npmFaults([command, script]: readonly string[], scripts: readonly string[]): string[] {
  if (command === "run" && !scripts.includes(script))
    return [`expected a script of package.json, got "${script}"`];
  if (command === "run" || NPM_COMMANDS.includes(command)) return [];
  return [`expected npm run or one of ${NPM_COMMANDS.join(", ")}, got "npm ${command}"`];
}

function flagFaults(program: string, words: readonly string[], { flags, switches }: Help): string[] {
  const given = words.filter((word) => word.startsWith("--") && word !== "--");
  const unknown = given.filter((word) => {
    const name = word.slice(2).split("=")[0];
    const [whole] = name.split(".");
    return !flags.has(name) && !flags.has(whole) && !switches.has(name.replace(/^no-/, ""));
  });
  return unknown.map((flag) => `expected a flag of ${program}, got "${flag}"`);
}
