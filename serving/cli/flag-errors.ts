import { Parser } from "yargs/helpers";
import { closestName } from "../../proto/closest-name.js";
import { kebabCase } from "../../proto/kebab-case.js";

/**
 * Rewrites a message about a setting so that it is about the setting's flag.
 * @param message - begins with the setting's name
 * @param args - the arguments after the program's name
 */
export function ofFlag(message: string, args: readonly string[]): string {
  const [, name, rest] = /^(\w+): (.*)$/s.exec(message) ?? [];
  if (name === undefined) return message;
  const flag = kebabCase(name);
  // Yargs returns NaN for text that is not a number.
  const typed = Parser([...args], { string: [flag] })[flag];
  return `--${flag}: ${rest.replace(/got NaN$/, `got "${typed}"`)}`;
}

/**
 * @param message - yargs's message
 * @param known - flags, without dashes
 * @returns the message, with the flag that was probably meant by an unknown one
 */
export function withSuggestion(message: string, known: readonly string[]): string {
  const [, name] = /^Unknown arguments?: ([^,]+)/.exec(message) ?? [];
  const meant = name && closestName(name, known);
  return meant ? `${message}. Did you mean --${meant}?` : message;
}
