import { join } from "node:path";
import { writeFileWhole } from "../../base/files.js";
import { renderPng, renderSvg } from "../../figures/rendering.js";
import type { GridDirectory } from "../execute/grid-directory.js";
import type { Outcome } from "../execute/outcomes.js";
import type { Grid } from "../plan/grid.js";
import { compareAlgorithms } from "./comparison.js";
import type { EnvironmentParameters } from "./environment-parameters.js";
import { formOf } from "./forms.js";
import { experimentReport } from "./report.js";
import { runsCsv } from "./tables.js";

/**
 * Writes an experiment's tables, figure and report, from the runs that are finished.
 * @param command - the command line that made the experiment
 * @returns paths of the written files
 */
export async function writeResults(
  { path }: GridDirectory,
  grid: Grid,
  outcomes: readonly Outcome[],
  parameters: EnvironmentParameters,
  command: string,
): Promise<string[]> {
  const comparisons = compareAlgorithms(grid, outcomes);
  const results = { grid, outcomes, comparisons, parameters };
  const svg = await renderSvg(formOf(results).figure(results));
  const files: Record<string, string | Uint8Array> = {
    "report.html": await experimentReport(results, svg, command),
    ...formOf(results).files(results),
    "runs.csv": runsCsv(grid, outcomes),
    "figure.svg": svg,
    "figure.png": renderPng(svg),
  };
  for (const [name, contents] of Object.entries(files)) await writeFileWhole(join(path, name), contents);
  return Object.keys(files).map((name) => join(path, name));
}
