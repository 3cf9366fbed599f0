import { arrowLayer, homeLayer, lineLayer, MAP_SIZE, tileLayer } from "./map-layers.js";
import type { Panel } from "./spec-types.js";
import type { Walk } from "./walk.js";

/** One representative of Resource Gathering. */
export interface PathMap {
  /** From 1. */
  readonly representative: number;
  readonly walk: Walk;
  /** Tiles that its agents want, 5 · row + column. */
  readonly tiles: readonly number[];
  /** How many agents it serves, and their mean return; null if it serves none. */
  readonly agents: number;
  readonly welfare: number | null;
  readonly color: string;
}

/** The map with the tiles a representative serves, its walk and home. */
export function pathMap(map: PathMap): Panel {
  const { walk, tiles, color } = map;
  return {
    width: MAP_SIZE,
    height: MAP_SIZE,
    title: mapTitle(map),
    layer: [
      tileLayer((tile) => (tiles.includes(tile) ? color : null)),
      lineLayer(walk),
      homeLayer(),
      arrowLayer(walk),
    ],
  };
}

function mapTitle({ representative, agents, walk, welfare }: PathMap) {
  const served = `${agents} ${agents === 1 ? "agent" : "agents"}`;
  const steps = `${walk.steps} ${walk.steps === 1 ? "step" : "steps"}`;
  const lines = [`${served}, ${steps}`, welfare === null ? "serves nobody" : `welfare ${welfare.toFixed(1)}`];
  return {
    text: `representative ${representative}`,
    subtitle: lines,
    fontSize: 12,
    subtitleFontSize: 11,
    offset: 8,
  };
}
