import type { Outcome } from "../../../client/experiments/execute/outcomes.js";
import { type Grid, planGrid } from "../../../client/experiments/plan/grid.js";
import type { GridRun } from "../../../client/experiments/plan/grid-run.js";
import type { Summary } from "../../../client/index.js";
import { gatheringRun, TOURS } from "../figures/fake-run.js";

/** Two algorithms at k = 3. */
export function smallGrid(seeds: number): Grid {
  return planGrid({
    experiment: "fig2-welfare",
    scale: 0.01,
    seeds,
    algorithms: ["em", "end-to-end"],
    representatives: [3],
    settings: {},
  });
}

/** The welfare functions in Resource Gathering. */
export function welfareGrid(seeds: number): Grid {
  return planGrid({
    experiment: "welfare-functions",
    scale: 0.01,
    seeds,
    environments: ["resource-gathering"],
    settings: {},
  });
}

/** A finished run with this welfare; of null, one that was stopped halfway; of a text, one that was lost so. */
function outcome(run: GridRun, result: number | string | null): Outcome {
  const { metrics, summary, trajectories } = gatheringRun(TOURS, 3);
  const missing = { run, metrics: metrics.slice(0, 1), summary: null };
  if (result === null) return { ...missing, status: "unfinished", cause: "" };
  if (typeof result === "string") return { ...missing, status: "lost", cause: result };
  const welfare = { mean: result, standardError: 0.5, episodes: 4 };
  const finished: Summary = { ...summary!, algorithm: run.algorithm, welfare };
  return { run, status: "finished", cause: "", metrics, summary: finished, trajectories };
}

/** @param results - of each algorithm, by seed */
export function outcomesWith(
  { runs }: Grid,
  results: Readonly<Record<string, readonly (number | string | null)[]>>,
): Outcome[] {
  return runs.map((run) => outcome(run, results[run.algorithm][run.seed]));
}
