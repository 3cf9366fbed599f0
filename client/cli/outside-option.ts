import { ConfigError } from "../base/config-error.js";
import { readParameterTable } from "../tables/read-parameter-table.js";

/**
 * Outside options as they are kept with a run: of a file its numbers, so that the run does not depend on it.
 * @param option - as given
 * @throws ConfigError if it is text that names no table of one column
 */
export async function readOutsideOption(option: unknown): Promise<unknown> {
  if (typeof option !== "string") return option;
  const table = await readParameterTable(option).catch((error: Error) => {
    throw new ConfigError(`outsideOption: expected a number or a file of numbers, got ${error.message}`);
  });
  const { columns, values } = table;
  if (columns === 1) return [...values];
  throw new ConfigError(
    `outsideOption: ${option}: expected one column, a row for each agent, got ${columns}`,
  );
}
