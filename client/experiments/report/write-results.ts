import { join } from "node:path";
import { writeFileWhole } from "../../base/files.js";
import { renderPng, renderSvg } from "../../figures/rendering.js";
import type { GridDirectory } from "../execute/grid-directory.js";
import type { Outcome } from "../execute/outcomes.js";
import type { Grid } from "../plan/grid.js";
import { compareAlgorithms } from "./comparison.js";
import type { EnvironmentParameters } from "./environment-parameters.js";
import { experimentFigure, type GridResults } from "./experiment-figure.js";
import { experimentReport } from "./report.js";
import { runsCsv, summaryCsv, summaryMarkdown } from "./tables.js";
import { unseenCells } from "./unseen-cells.js";
import { choicesCsv, unseenCsv, unseenMarkdown } from "./unseen-tables.js";

/**
 * Writes an experiment's tables, figure and report, of as much as there is.
 * @param command - that made it
 * @returns the paths
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
  const svg = await renderSvg(experimentFigure(results));
  const files: Record<string, string | Uint8Array> = {
    "report.html": await experimentReport(results, svg, command),
    ...tablesOf(results),
    "runs.csv": runsCsv(grid, outcomes),
    "figure.svg": svg,
    "figure.png": renderPng(svg),
  };
  for (const [name, contents] of Object.entries(files)) await writeFileWhole(join(path, name), contents);
  return Object.keys(files).map((name) => join(path, name));
}

/** Of welfare, or of what test agents get. */
function tablesOf({ grid, outcomes, comparisons }: GridResults): Record<string, string> {
  if (grid.definition.unseen === undefined) {
    return {
      "summary.md": summaryMarkdown(grid, outcomes, comparisons),
      "summary.csv": summaryCsv(grid, comparisons),
    };
  }
  const cells = unseenCells(grid, outcomes);
  return {
    "summary.md": unseenMarkdown(grid, outcomes, cells),
    "summary.csv": unseenCsv(grid, cells),
    "choices.csv": choicesCsv(grid, outcomes),
  };
}
