import { Parser } from "yargs/helpers";
import { closestName } from "../../proto/closest-name.js";
import { kebabCase } from "../../proto/kebab-case.js";

/**
 * What is said of a setting, of the flag that gives it.
 * @param message - begins with the setting's name
 * @param args - what follows the program's name
 */
export function ofFlag(message: string, args: readonly string[]): string {
  const [, name, rest] = /^(\w+): (.*)$/s.exec(message) ?? [];
  if (name === undefined) return message;
  const flag = kebabCase(name);
  // Yargs makes it of what is no number.
  const typed = Parser([...args], { string: [flag] })[flag];
  return `--${flag}: ${rest.replace(/got NaN$/, `got "${typed}"`)}`;
}

/**
 * @param message - as yargs says it
 * @param known - flags, without dashes
 * @returns with the flag that was probably meant by one that is not known
 */
export function withSuggestion(message: string, known: readonly string[]): string {
  const [, name] = /^Unknown arguments?: ([^,]+)/.exec(message) ?? [];
  const meant = name && closestName(name, known);
  return meant ? `${message}. Did you mean --${meant}?` : message;
}
