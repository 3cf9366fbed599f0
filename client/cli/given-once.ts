import { ConfigError } from "../base/config-error.js";

/**
 * @param flags - as yargs parses them: a flag that is given twice has both values
 * @param lists - flags and positional arguments that take several values
 * @throws ConfigError if any other flag has several values
 */
export function checkGivenOnce(flags: Readonly<Record<string, unknown>>, lists: readonly string[]): void {
  for (const [name, value] of Object.entries(flags)) {
    if (!Array.isArray(value) || lists.includes(name) || name === "_") continue;
    // The flag was given with parts, as --flag.part.
    if (value.some((one) => typeof one === "object")) continue;
    throw new ConfigError(`--${name}: expected one value, got ${value.join(", ")}`);
  }
}
