import type { Layer, Panel, Position } from "./spec-types.js";
import { FAINT_INK, GRID_LINE, INK } from "./theme.js";
import { HOME, type Walk } from "./walk.js";

/** One representative of Resource Gathering. */
export interface PathMap {
  /** From 1. */
  readonly representative: number;
  readonly walk: Walk;
  /** Tiles its agents want, 5 · row + column. */
  readonly tiles: readonly number[];
  /** How many agents it serves, and their mean return; null if it serves none. */
  readonly agents: number;
  readonly welfare: number | null;
  readonly color: string;
}

const GRID_SIZE = 5;
/** Pixels along a map. */
const MAP_SIZE = 190;
/** A house around the origin, in a square of side 2. */
const HOUSE = "M-0.75,0.85V-0.05L-1,-0.05L0,-0.95L1,-0.05L0.75,-0.05V0.85Z";

const x: Position = { field: "x", type: "quantitative", axis: null, scale: { domain: [0, GRID_SIZE] } };
const y: Position = { field: "y", type: "quantitative", axis: null, scale: { domain: [GRID_SIZE, 0] } };

/** The map with the tiles a representative serves, its walk and home. */
export function pathMap(map: PathMap): Panel {
  return {
    width: MAP_SIZE,
    height: MAP_SIZE,
    title: mapTitle(map),
    layer: [tileLayer(map), lineLayer(map.walk), homeLayer(), arrowLayer(map.walk)],
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

function tileLayer({ tiles, color }: PathMap): Layer {
  const values = Array.from({ length: GRID_SIZE ** 2 }, (_, tile) => {
    const left = tile % GRID_SIZE;
    const top = Math.floor(tile / GRID_SIZE);
    return { x: left, x2: left + 1, y: top, y2: top + 1, served: tiles.includes(tile) };
  });
  return {
    data: { values },
    mark: { type: "rect", stroke: GRID_LINE, strokeWidth: 1, fillOpacity: 0.45 },
    encoding: {
      x,
      x2: { field: "x2" },
      y,
      y2: { field: "y2" },
      fill: { condition: { test: "datum.served", value: color }, value: "white" },
    },
  };
}

function homeLayer(): Layer {
  return {
    data: { values: [{ x: HOME.column + 0.5, y: HOME.row + 0.5 }] },
    mark: { type: "point", shape: HOUSE, filled: true, size: 420, opacity: 1, color: FAINT_INK },
    encoding: { x, y },
  };
}

function lineLayer({ line }: Walk): Layer {
  return {
    data: { values: line.map((point, order) => ({ ...point, order })) },
    mark: { type: "line", color: INK, strokeWidth: 1.75, strokeJoin: "round", strokeCap: "round" },
    encoding: { x, y, order: { field: "order", type: "quantitative" } },
  };
}

function arrowLayer({ arrows }: Walk): Layer {
  return {
    data: { values: [...arrows] },
    mark: { type: "point", shape: "triangle-up", filled: true, size: 45, opacity: 1, color: INK },
    encoding: { x, y, angle: { field: "angle", type: "quantitative", scale: null } },
  };
}
