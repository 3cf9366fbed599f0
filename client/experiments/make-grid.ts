import { type GridDirectory, openGridDirectory } from "./execute/grid-directory.js";
import { readOutcomes } from "./execute/outcomes.js";
import { runGrid } from "./execute/run-grid.js";
import type { ExperimentEnd, ExperimentHost, ExperimentRequest } from "./experiment.js";
import type { GridName } from "./plan/definitions.js";
import { type Grid, planGrid, wholeNumber } from "./plan/grid.js";
import { budgetNotes, countRuns } from "./report/budget-note.js";
import { describeEnvironments } from "./report/environment-parameters.js";
import type { GridResults } from "./report/grid-results.js";
import { missingRuns } from "./report/missing-runs.js";

/**
 * Trains the missing runs of a grid, and writes the results of all runs.
 * @throws ConfigError if the request is invalid
 */
export async function makeGrid(
  experiment: GridName,
  request: ExperimentRequest,
  host: ExperimentHost,
): Promise<ExperimentEnd> {
  const jobs = wholeNumber("--jobs", request.jobs);
  const grid = planGrid({ experiment, ...request });
  const parameters = await host.withServer((transport) => describeEnvironments(transport, grid));
  const directory = await openGridDirectory(request.out, grid);
  try {
    return await trainAndWrite(directory, { grid, parameters }, { ...request, jobs }, host);
  } finally {
    directory.release();
  }
}

async function trainAndWrite(
  directory: GridDirectory,
  { grid, parameters }: Pick<GridResults, "grid" | "parameters">,
  { jobs, command }: ExperimentRequest,
  host: ExperimentHost,
): Promise<ExperimentEnd> {
  const { lost, interrupted } = await train(directory, grid, jobs, host);
  const outcomes = await readOutcomes(directory, grid, lost);
  // Loaded only here, since it loads Vega.
  const { writeResults } = await import("./report/write-results.js");
  const files = await writeResults({ grid, outcomes, parameters }, { directory: directory.path, command });
  return {
    files,
    notes: budgetNotes(grid, outcomes),
    missing: missingRuns(outcomes),
    interrupted,
    lost: lost.size,
    planned: grid.runs.length,
  };
}

async function train(directory: GridDirectory, grid: Grid, jobs: number, host: ExperimentHost) {
  const { finished } = countRuns(await readOutcomes(directory, grid, new Map()));
  host.say(
    `${grid.experiment}: ${finished} of ${grid.runs.length} runs finished, ${jobs} at a time; ${directory.path}`,
  );
  const observer = host.watch(grid, finished);
  try {
    return await host.interruptible(async (signal) => {
      const { serverFlags } = host;
      const lost = await runGrid(directory, grid, { jobs, serverFlags, signal, observer });
      return { lost, interrupted: signal.aborted };
    });
  } finally {
    observer.stop();
  }
}
