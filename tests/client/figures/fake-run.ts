import type { FigureRun } from "../../../client/figures/run.js";
import { distributionOf } from "../../../client/ops/distribution.js";
import type { MetricsRow, Summary } from "../../../client/records/records.js";
import { createRng } from "../../../envs/rng.js";
import { tinyRow } from "../support/snapshots.js";

/** Transitions of each representative in an iteration. */
const BATCH = 2048;
/** Iterations after which about a third of what is to be learnt is left. */
const PACE = 18;

const MOVES: Record<string, readonly [number, number]> = { U: [-1, 0], D: [1, 0], L: [0, -1], R: [0, 1] };

/** Where a walk from home comes to after each of its moves, for example "UUDD". */
export function positions(moves: string): number[][] {
  let at: readonly [number, number] = [4, 2];
  return [...moves].map((move) => {
    const clamp = (i: 0 | 1) => Math.min(Math.max(at[i] + MOVES[move][i], 0), 4);
    at = [clamp(0), clamp(1)];
    return [...at];
  });
}

/** A run that comes near its final assignment and welfare. */
function learn(final: readonly number[], k: number, welfare: number, iterations: number): MetricsRow[] {
  const rng = createRng(1, "fake run");
  let previous = final.map((_, i) => i % k);
  return Array.from({ length: iterations }, (_, i) => {
    const left = Math.exp(-i / PACE);
    const assignment = previous.map((served, agent) => {
      if (rng.uniform() > 0.3) return served;
      return rng.uniform() < left ? rng.integer(k) : final[agent];
    });
    const flips = assignment.filter((served, agent) => served !== previous[agent]).length;
    previous = assignment;
    return metricsRow(i + 1, welfare * (1 - left) + rng.normal() * (0.4 + 3 * left), assignment, k, flips);
  });
}

function metricsRow(
  iteration: number,
  welfare: number,
  assignment: number[],
  k: number,
  flips: number,
): MetricsRow {
  const each = <T>(value: T) => new Array<T>(k).fill(value);
  return {
    ...tinyRow(iteration),
    transitions: iteration * BATCH,
    welfare,
    worstAgent: welfare - 10,
    participation: 1,
    episodeReturns: each(welfare),
    episodeLengths: each(12),
    episodes: each(170),
    assignment,
    flips,
    clusterSizes: sizes(assignment, k),
  };
}

function sizes(assignment: readonly number[], k: number): number[] {
  return Array.from({ length: k }, (_, j) => assignment.filter((served) => served === j).length);
}

function summarise(
  environment: string,
  run: Pick<Summary, "assignment" | "utilities" | "agentParameters">,
  rest: Partial<Summary>,
): Summary {
  const values = run.assignment.map((j, i) => run.utilities[j][i]);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const welfare = { mean, standardError: 0.35, episodes: 32 };
  return {
    environment,
    algorithm: "em",
    finished: true,
    welfare,
    stochasticWelfare: welfare,
    distribution: distributionOf(values),
    bestKnownWelfare: null,
    outsideOptions: null,
    participation: 1,
    transitions: 0,
    seconds: 300,
    ...run,
    ...rest,
  };
}

/** Resource Gathering where representative j walks tours[j] and serves the tiles nobody shorter visits. */
export function gatheringRun(
  tours: readonly string[],
  iterations = 100,
  bestKnownWelfare = 89.28,
): FigureRun {
  const walks = tours.map(positions);
  const tiles = Array.from({ length: 25 }, (_, tile) => tile);
  const utilities = walks.map((walk) => {
    const visited = new Set(walk.map(([row, column]) => 5 * row + column));
    return tiles.map((tile) => (visited.has(tile) ? 100 - walk.length : 0));
  });
  const assignment = tiles.map((tile) => argmax(utilities.map((row) => row[tile])));
  const agentParameters = tiles.map((tile) => [tile]);
  const summary = summarise(
    "resource-gathering",
    { assignment, utilities, agentParameters },
    { bestKnownWelfare, transitions: iterations * BATCH },
  );
  const parameters = [{ name: "tile", unit: "", minimum: 0, maximum: 24 }];
  const config = { environment: "resource-gathering", algorithm: "em", k: tours.length, parameters };
  const trajectories = walks.map((position) => ({ position }));
  const metrics = learn(assignment, tours.length, summary.welfare.mean, iterations);
  return { config, summary, metrics, trajectories };
}

/** HalfCheetah with targets in [0, 4] m/s, each served by the nearest of k evenly spaced velocities. */
export function velocityRun(k: number, n: number, iterations = 100): FigureRun {
  const rng = createRng(2, "fake agents");
  const targets = Array.from({ length: n }, () => 4 * rng.uniform());
  const utilities = Array.from({ length: k }, (_, j) =>
    targets.map((target) => 100 * Math.max(0, 1 - Math.abs(target - (4 * (j + 0.5)) / k) / 1.5)),
  );
  const assignment = targets.map((_, i) => argmax(utilities.map((row) => row[i])));
  const agentParameters = targets.map((target) => [target]);
  const summary = summarise(
    "half-cheetah",
    { assignment, utilities, agentParameters },
    { transitions: iterations * BATCH },
  );
  const config = { environment: "half-cheetah", algorithm: "em", k };
  return { config, summary, metrics: learn(assignment, k, summary.welfare.mean, iterations) };
}

function argmax(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/** Three tours that share the map: 12, 8 and 12 steps. */
export const TOURS = ["LLUUUURDDDDR", "UUUUDDDD", "RRUUUULDDDDL"] as const;
/** One tour of the whole map. */
export const GRAND_TOUR = "LLUUUURDDDRUUURRDLDRDLRDLL";
