import type { Summary, Trajectories } from "../records/records.js";
import { arrowLayer, homeLayer, lineLayer, MAP_SIZE, tileLayer } from "./map-layers.js";
import { representativeColors } from "./palette.js";
import { panelTitle } from "./panel-grid.js";
import type { Panel } from "./spec-types.js";
import { traceWalks } from "./walk.js";

/** A run of Resource Gathering as one map. */
export interface JointPaths {
  readonly title: string;
  readonly lines: readonly string[];
  /** Null if there is nothing to show yet. */
  readonly run: { readonly summary: Summary; readonly trajectories: Trajectories } | null;
}

/**
 * The paths of all representatives on one map, whose tiles have the colours of the representatives that serve them.
 * Ivanov and Ben-Porat 2024, figure 1.
 */
export function jointPathsPanel({ title, lines, run }: JointPaths): Panel {
  const size = { width: MAP_SIZE, height: MAP_SIZE, title: panelTitle(title, ...lines) };
  if (run === null) return { ...size, layer: [tileLayer(() => null), homeLayer()] };
  const { assignment, agentParameters, utilities } = run.summary;
  const colors = representativeColors(utilities.length);
  const server = new Map(agentParameters.map(([tile], i) => [tile, colors[assignment[i]]]));
  // The path of a representative without agents has no meaning.
  const walkers = [...new Set(assignment)]
    .filter((j) => run.trajectories[j]?.position !== undefined)
    .sort((a, b) => a - b);
  const walks = traceWalks(walkers.map((j) => run.trajectories[j].position));
  return {
    ...size,
    layer: [
      tileLayer((tile) => server.get(tile) ?? null),
      ...walks.map((walk, i) => lineLayer(walk, colors[walkers[i]])),
      homeLayer(),
      ...walks.map((walk, i) => arrowLayer(walk, colors[walkers[i]])),
    ],
  };
}
