import { Parser } from "yargs/helpers";
import { ConfigError } from "../base/config-error.js";

type Flags = Readonly<Record<string, unknown>>;

/**
 * @param flags - as yargs reads them, which has NaN for what is no number
 * @param args - what follows the program's name
 * @throws ConfigError with what was typed instead of a number
 */
export function checkNumbers(flags: Flags, args: readonly string[]): void {
  for (const name of namesOf(flags)) {
    if (!valuesOf(flags, name).some(Number.isNaN)) continue;
    const typed = typedTexts(name, args).find((text) => Number.isNaN(Number(text)) || text.trim() === "");
    throw new ConfigError(`--${name}: expected a number, got "${typed ?? "NaN"}"`);
  }
}

/** Of flags and, after a dot, of their parts. */
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

/** What a flag has, one or several. */
function valuesOf(flags: Flags, name: string): unknown[] {
  const [first, ...parts] = name.split(".");
  const value = parts.reduce<unknown>((whole, part) => (whole as Flags | undefined)?.[part], flags[first]);
  return [value].flat().filter((one) => one !== undefined);
}
