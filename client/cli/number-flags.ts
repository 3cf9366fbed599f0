import { Parser } from "yargs/helpers";
import { ConfigError } from "../base/config-error.js";

type Flags = Readonly<Record<string, unknown>>;

/**
 * @param flags - as yargs parses them, with NaN for text that is not a number
 * @param args - the arguments after the program's name
 * @throws ConfigError with the text that was typed instead of a number
 */
export function checkNumbers(flags: Flags, args: readonly string[]): void {
  for (const name of namesOf(flags)) {
    if (!valuesOf(flags, name).some(Number.isNaN)) continue;
    const typed = typedTexts(name, args).find((text) => Number.isNaN(Number(text)) || text.trim() === "");
    throw new ConfigError(`--${name}: expected a number, got "${typed ?? "NaN"}"`);
  }
}

/** Names of flags and, after a dot, of their parts. */
function namesOf(flags: Flags): string[] {
  return Object.entries(flags).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.keys(value).map((part) => `${name}.${part}`)
      : [name],
  );
}

function typedTexts(name: string, args: readonly string[]): string[] {
  const options = { string: [name], array: [name], configuration: { "camel-case-expansion": false } };
  return valuesOf(Parser([...args], options), name).map(String);
}

/** The value or values of a flag. */
function valuesOf(flags: Flags, name: string): unknown[] {
  const [first, ...parts] = name.split(".");
  const value = parts.reduce<unknown>((whole, part) => (whole as Flags | undefined)?.[part], flags[first]);
  return [value].flat().filter((one) => one !== undefined);
}
