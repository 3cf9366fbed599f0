import { ConfigError } from "../../base/config-error.js";
import { obstacleText } from "../../base/files.js";
import { readable } from "../../base/readable-text.js";
import { findRuns } from "../../run/find-runs.js";
import { overviewOf, type RunOverview } from "../../run/run-overview.js";
import { plainTable } from "../plain-table.js";
import { welfareText } from "../welfare-text.js";

export interface RunsFlags {
  readonly directory: string;
  readonly json: boolean;
  /** Modules of the user's own, which may define the runs' algorithms. */
  readonly load?: readonly string[];
}

const HEADER = ["run", "environment", "algorithm", "k", "n", "seed", "state", "iterations", "welfare"];

/** Lists the runs below a directory. */
export async function runsAction({ directory, json, load }: RunsFlags): Promise<void> {
  const overviews = await readOverviews(directory, load);
  if (json) console.log(JSON.stringify(overviews, null, 2));
  else if (overviews.length === 0) console.log(`no runs below ${directory}`);
  else console.log(runsText(overviews));
}

async function readOverviews(
  directory: string,
  modules: readonly string[] | undefined,
): Promise<RunOverview[]> {
  const { runs, unreadable } = await findRuns(directory).catch((error) => {
    throw new ConfigError(
      `${readable(directory)}: expected a directory with runs, got ${obstacleText(error)}`,
    );
  });
  const overviews: RunOverview[] = [];
  // Runs are read one after the other, since reading all at once could exceed the limit of open files.
  for (const path of runs) overviews.push(await overviewOf(path, modules));
  return [...overviews, ...unreadable.map(unreadableFolder)];
}

function unreadableFolder({ path, reason }: { readonly path: string; readonly reason: string }): RunOverview {
  const settings = { environment: null, algorithm: null, representatives: null, agents: null, seed: null };
  const progress = { iterations: null, plannedIterations: null, welfare: null, welfareStandardError: null };
  const text = `expected a folder that can be read, got ${reason}`;
  return { path, ...settings, state: "unreadable", reason: text, ...progress };
}

function runsText(overviews: readonly RunOverview[]): string {
  const reasons = overviews.flatMap(({ path, reason }) =>
    reason === null ? [] : [`${readable(path)}: ${readable(reason)}`],
  );
  return [plainTable(HEADER, overviews.map(rowOf)), ...reasons].join("\n");
}

function rowOf(run: RunOverview): string[] {
  const { environment, algorithm, representatives, agents, seed, iterations, plannedIterations } = run;
  const done =
    iterations === null && plannedIterations === null
      ? null
      : `${iterations ?? "?"}/${plannedIterations ?? "?"}`;
  return [
    run.path,
    environment,
    algorithm,
    representatives,
    agents,
    seed,
    run.state,
    done,
    welfareText(run),
  ].map((cell) => (cell === null ? "–" : readable(String(cell))));
}
