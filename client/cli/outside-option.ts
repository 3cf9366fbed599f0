import { ConfigError } from "../base/config-error.js";
import { readParameterTable } from "../tables/read-parameter-table.js";

/**
 * Reads outside options, as they are kept with a run.
 * @param text - a number, or the path of a .npy or .csv file
 * @returns one outside option for all agents, or one for each
 * @throws ConfigError if the text is neither a number nor the path of a table with one column
 */
export async function readOutsideOption(text: string): Promise<number | number[]> {
  if (text.trim() !== "" && !Number.isNaN(Number(text))) return Number(text);
  const table = await readParameterTable(text).catch((error: Error) => {
    throw new ConfigError(`outsideOption: expected a number or a file of numbers, got ${error.message}`);
  });
  const { columns, values } = table;
  if (columns === 1) return [...values];
  throw new ConfigError(`outsideOption: ${text}: expected one column, a row for each agent, got ${columns}`);
}
