import { join } from "node:path";
import { shellCommand } from "../../base/shell-command.js";
import { ConfigError } from "../../config/resolve-config.js";
import { type GridDirectory, openGridDirectory } from "../../experiments/execute/grid-directory.js";
import { readOutcomes } from "../../experiments/execute/outcomes.js";
import { runGrid } from "../../experiments/execute/run-grid.js";
import { experimentList } from "../../experiments/experiment-list.js";
import { EXPERIMENTS, GRID_NAMES, type GridName } from "../../experiments/plan/definitions.js";
import { type Grid, planGrid, wholeNumber } from "../../experiments/plan/grid.js";
import { THEOREM } from "../../experiments/plan/theorem.js";
import { budgetNotes, countRuns } from "../../experiments/report/budget-note.js";
import {
  describeEnvironments,
  type EnvironmentParameters,
} from "../../experiments/report/environment-parameters.js";
import { missingRuns } from "../../experiments/report/missing-runs.js";
import { writeResults } from "../../experiments/report/write-results.js";
import { theoremExperiment } from "../../experiments/theorem-1.js";
import { claimFolder } from "../../run/claim.js";
import { theorem1 } from "../../theory/theorem-1.js";
import { configFromFlags } from "../config-flags.js";
import { withServers } from "../connections.js";
import { createGridProgress } from "../grid-progress.js";
import { INTERRUPTED, stopOnInterrupt } from "../interrupt.js";
import { type ServerFlags, serverFlagTexts } from "../server-flags.js";

/** What `caucus experiment` is told. */
export interface ExperimentFlags extends ServerFlags {
  readonly name?: string;
  readonly list: boolean;
  readonly seeds?: number;
  readonly scale: number;
  readonly jobs: number;
  readonly out?: string;
  readonly environments?: readonly string[];
  readonly algorithms?: readonly string[];
  readonly representatives?: readonly number[];
  readonly frames?: readonly number[];
  readonly config?: string;
}

/** Trains what an experiment asks for and writes what it came to; goes on where it was stopped. */
export async function experimentAction(flags: ExperimentFlags): Promise<void> {
  if (flags.list) {
    console.log(experimentList());
    return;
  }
  if (flags.name === THEOREM) {
    await theoremCommand(flags);
    return;
  }
  const { name, scale, seeds, environments, algorithms, representatives, frames } = flags;
  const jobs = wholeNumber("--jobs", flags.jobs);
  const settings = await configFromFlags({}, flags.config);
  const experiment = gridName(name);
  const grid = planGrid({
    experiment,
    scale,
    seeds,
    environments,
    algorithms,
    representatives,
    frames,
    settings,
  });
  const parameters = await withServers(flags, ([transport]) => describeEnvironments(transport, grid));
  const directory = await openGridDirectory(flags.out ?? join("runs", experiment), grid);
  try {
    await trainAndWrite(directory, grid, jobs, parameters, flags);
  } finally {
    directory.release();
  }
}

async function trainAndWrite(
  directory: GridDirectory,
  grid: Grid,
  jobs: number,
  parameters: EnvironmentParameters,
  flags: ExperimentFlags,
): Promise<void> {
  const { lost, interrupted } = await train(directory, grid, jobs, serverFlagTexts(flags));
  const outcomes = await readOutcomes(directory, grid, lost);
  const command = commandText(flags, directory.path);
  const files = await writeResults(directory, grid, outcomes, parameters, command);
  for (const line of missingRuns(outcomes)) console.error(line);
  console.log(`${budgetNotes(grid, outcomes).join("; ")}\n${files.join("\n")}`);
  if (interrupted) console.error(`Stopped. Go on with: ${command}`);
  else if (lost.size > 0)
    console.error(`Lost ${lost.size} of ${grid.runs.length} runs. Try them again with: ${command}`);
  if (interrupted) process.exitCode = INTERRUPTED;
  else if (lost.size > 0) process.exitCode = 1;
}

/** Exact EM on small tabular r-MDPs: no grid of runs, and no server. */
async function theoremCommand(flags: ExperimentFlags): Promise<void> {
  const { seeds, scale } = flags;
  const out = flags.out ?? join("runs", THEOREM);
  const check = (instances: number, seed: number) => theorem1({ instances, seed });
  const { release } = await claimFolder(out);
  try {
    const files = await theoremExperiment(check, { seeds, scale, out, command: commandText(flags, out) });
    console.log(files.join("\n"));
  } finally {
    release();
  }
}

/** @throws ConfigError if there is no such experiment */
function gridName(name: string | undefined): GridName {
  if (name !== undefined && name in EXPERIMENTS) return name as GridName;
  throw new ConfigError(
    `experiment: expected one of ${[...GRID_NAMES, THEOREM].join(", ")}, got ${name ?? "nothing"}; --list says what they are`,
  );
}

async function train(directory: GridDirectory, grid: Grid, jobs: number, serverFlags: readonly string[]) {
  const { finished } = countRuns(await readOutcomes(directory, grid, new Map()));
  console.error(
    `${grid.experiment}: ${finished} of ${grid.runs.length} runs finished, ${jobs} at a time; ${directory.path}`,
  );
  const progress = createGridProgress(grid, finished);
  const interrupt = stopOnInterrupt();
  try {
    const lost = await runGrid(directory, grid, {
      jobs,
      serverFlags,
      signal: interrupt.signal,
      observer: progress,
    });
    return { lost, interrupted: interrupt.signal.aborted };
  } finally {
    progress.stop();
    interrupt.release();
  }
}

/** The command, so that it can be given again. */
function commandText(flags: ExperimentFlags, out: string): string {
  const { name, seeds, scale, jobs, environments, algorithms, representatives, frames, config } = flags;
  const given = { seeds, scale, jobs, environments, algorithms, representatives, frames, config, out };
  const words = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}`, ...[value].flat()],
  );
  return shellCommand(["caucus", "experiment", name!, ...words, ...serverFlagTexts(flags)]);
}
