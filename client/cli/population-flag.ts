import { ConfigError } from "../base/config-error.js";
import { readParameterTable } from "../tables/read-parameter-table.js";

/**
 * Reads a setting that gives agents.
 * @param key - the setting's name, for errors
 * @param text - a whole number, or the path of a .npy or .csv file
 * @returns the number of agents, or θ with a row for each agent
 * @throws ConfigError if the file cannot be read
 */
export async function readPopulation(key: string, text: string): Promise<number | number[][]> {
  if (/^\d+$/.test(text)) return Number(text);
  const { rows, columns, values } = await readParameterTable(text).catch((error: Error) => {
    throw new ConfigError(`${key}: ${error.message}`);
  });
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}
