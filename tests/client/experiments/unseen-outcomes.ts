import { unseenResults } from "../../../client/assignment/unseen/results.js";
import type { Outcome } from "../../../client/experiments/execute/outcomes.js";
import { type Grid, planGrid } from "../../../client/experiments/plan/grid.js";
import type { GridRequest } from "../../../client/experiments/plan/grid-request.js";
import { gatheringRun, TOURS } from "../figures/fake-run.js";

/** A committee experiment of two methods. */
export function unseenGrid(more: Partial<GridRequest> = {}): Grid {
  return planGrid({
    experiment: "committee-clusterings",
    scale: 0.01,
    seeds: 2,
    algorithms: ["dbscan", "em"],
    frames: [6_000_000],
    settings: {},
    ...more,
  });
}

/**
 * Runs whose policies give two test agents, in an episode to choose by and one to judge by, what is given; of null,
 * runs that were stopped.
 * @param returns - of each method, by seed: [k][2 episodes][2 agents]
 */
export function unseenOutcomes(
  { runs, definition }: Grid,
  returns: Readonly<Record<string, readonly (readonly number[][][] | null)[]>>,
): Outcome[] {
  const { metrics, summary } = gatheringRun(TOURS, 3);
  return runs.map((run): Outcome => {
    const given = returns[run.algorithm][run.seed];
    if (given === null) return { run, status: "unfinished", cause: "", metrics, summary: null };
    const results = unseenResults(
      { numPolicies: given.length, numAgents: 2, values: Float64Array.from(given.flat(2)) },
      { nearest: Int32Array.of(0, 0), fewShotEpisodes: [1], accuracy: definition.unseen!.accuracy },
    );
    const [choice] = results.fewShot;
    const fewShot = definition.unseen!.fewShotEpisodes.map((episodes) => ({ ...choice, episodes }));
    const agentParameters = [[1], [2]];
    const unseen = { agentParameters, ...results, fewShot };
    const training = { agentParameters, assignment: [0, 0], utilities: given.map(() => [0, 0]) };
    return {
      ...{ run, status: "finished", cause: "", metrics },
      summary: { ...summary!, algorithm: run.algorithm, ...training, unseen },
    };
  });
}
