import { join } from "node:path";
import { writeFileWhole } from "../../base/files.js";
import { renderPng, renderSvg } from "../../figures/rendering.js";
import { compareAlgorithms } from "./comparison.js";
import { formOf } from "./forms.js";
import type { GridResults } from "./grid-results.js";
import { experimentReport } from "./report.js";
import { runsCsv } from "./tables.js";

/** Where results are written, and what is said of how they came to be. */
export interface WritingOptions {
  /** A directory that is there. */
  readonly directory: string;
  /** That made them. */
  readonly command: string;
}

/**
 * Writes an experiment's tables, figure and report, from the runs that are finished.
 * @param command - the command line that made the experiment
 * @returns paths of the written files
 */
export async function writeResults(
  trained: Omit<GridResults, "comparisons">,
  { directory, command }: WritingOptions,
): Promise<string[]> {
  const { grid, outcomes } = trained;
  const results = { ...trained, comparisons: compareAlgorithms(grid, outcomes) };
  const svg = await renderSvg(formOf(results).figure(results));
  const files: Record<string, string | Uint8Array> = {
    "report.html": await experimentReport(results, svg, command),
    ...formOf(results).files(results),
    "runs.csv": runsCsv(grid, outcomes),
    "figure.svg": svg,
    "figure.png": renderPng(svg),
  };
  for (const [name, contents] of Object.entries(files)) await writeFileWhole(join(directory, name), contents);
  return Object.keys(files).map((name) => join(directory, name));
}
