import type { TopLevelSpec } from "vega-lite";
import type { Summary, Trajectories } from "../records/records.js";
import { representativeColors } from "./palette.js";
import { pathMap } from "./path-map.js";
import { type FigureRun, figureTitle, isResourceGathering } from "./run.js";
import { traceWalk } from "./walk.js";

const MAPS_PER_ROW = 5;
/** Largest number of maps: one per tile, since further representatives cannot have agents of their own. */
const MAX_MAPS = 25;

/**
 * The walk of each representative in Resource Gathering, with the tiles of the agents that it serves.
 * Ivanov and Ben-Porat 2024, figure 1.
 * @returns null if there are no walks
 */
export function pathsFigure(run: FigureRun): TopLevelSpec | null {
  const { summary, config, trajectories = [] } = run;
  if (summary === null || !isResourceGathering(config.environment)) return null;
  const shown = chooseRepresentatives(trajectories, summary.assignment);
  if (shown.length === 0) return null;
  const colors = representativeColors(config.k);
  const notes = shown.length < config.k ? [`${shown.length} of ${config.k} representatives`] : [];
  const maps = shown.map((j) => ({
    ...describeRepresentative(summary, j),
    walk: traceWalk(trajectories[j].position),
    color: colors[j],
  }));
  return {
    title: figureTitle("Paths of the representatives", run, ...notes),
    columns: MAPS_PER_ROW,
    spacing: { column: 28, row: 32 },
    concat: maps.map(pathMap),
  };
}

/** Representatives with a walk, in order. If there are too many, those that serve most agents. */
function chooseRepresentatives(trajectories: Trajectories, assignment: readonly number[]): number[] {
  const sizes = trajectories.map((_, j) => assignment.filter((served) => served === j).length);
  return trajectories
    .map((_, j) => j)
    .filter((j) => trajectories[j].position !== undefined)
    .sort((a, b) => sizes[b] - sizes[a])
    .slice(0, MAX_MAPS)
    .sort((a, b) => a - b);
}

function describeRepresentative({ assignment, utilities, agentParameters }: Summary, j: number) {
  const agents = [...assignment.keys()].filter((i) => assignment[i] === j);
  const total = agents.reduce((sum, i) => sum + utilities[j][i], 0);
  return {
    representative: j + 1,
    tiles: agents.map((i) => agentParameters[i][0]),
    agents: agents.length,
    welfare: agents.length === 0 ? null : total / agents.length,
  };
}
