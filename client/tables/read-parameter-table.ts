import { readFile } from "node:fs/promises";
import { ConfigError } from "../base/config-error.js";
import { parseCsv } from "./csv.js";
import { parseNpy } from "./npy.js";
import type { ParameterTable } from "./parameter-table.js";

const PARSERS: Readonly<Record<string, (bytes: Uint8Array) => ParameterTable>> = {
  ".npy": parseNpy,
  ".csv": (bytes) => parseCsv(new TextDecoder().decode(bytes)),
};

/**
 * Reads θ from NumPy's format or from lines of numbers with commas between them.
 * @throws ConfigError at anything else, an empty table, and numbers that are not finite; its text begins with the path
 */
export async function readParameterTable(path: string): Promise<ParameterTable> {
  const extension = Object.keys(PARSERS).find((known) => path.toLowerCase().endsWith(known));
  if (extension === undefined) throw new ConfigError(`${path}: expected a file named .npy or .csv`);
  const bytes = await readFile(path).catch((error: Error) => {
    throw new ConfigError(`${path}: expected a file that can be read, got ${error.message}`);
  });
  try {
    const table = PARSERS[extension](bytes);
    checkNumbers(table);
    return table;
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(`${path}: ${error.message}`) : error;
  }
}

function checkNumbers({ rows, columns, values }: ParameterTable): void {
  if (values.length === 0) {
    throw new ConfigError(`expected a row of numbers for each agent, got a table of ${rows} × ${columns}`);
  }
  const i = values.findIndex((value) => !Number.isFinite(value));
  if (i < 0) return;
  const place = `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`;
  throw new ConfigError(`expected finite numbers, got ${values[i]} in ${place}`);
}
