import type { Layer, Position } from "./spec-types.js";
import { FAINT_INK, GRID_LINE, INK } from "./theme.js";
import { HOME, type Walk } from "./walk.js";

/** Pixels along a map of Resource Gathering. */
export const MAP_SIZE = 190;

const GRID_SIZE = 5;
/** A house around the origin, in a square of side 2. */
const HOUSE = "M-0.75,0.85V-0.05L-1,-0.05L0,-0.95L1,-0.05L0.75,-0.05V0.85Z";

const x: Position = { field: "x", type: "quantitative", axis: null, scale: { domain: [0, GRID_SIZE] } };
const y: Position = { field: "y", type: "quantitative", axis: null, scale: { domain: [GRID_SIZE, 0] } };

/** @param colorOf - colour of a tile, 5 · row + column; null for none */
export function tileLayer(colorOf: (tile: number) => string | null): Layer {
  const values = Array.from({ length: GRID_SIZE ** 2 }, (_, tile) => {
    const left = tile % GRID_SIZE;
    const top = Math.floor(tile / GRID_SIZE);
    return { x: left, x2: left + 1, y: top, y2: top + 1, color: colorOf(tile) ?? "white" };
  });
  return {
    data: { values },
    mark: { type: "rect", stroke: GRID_LINE, strokeWidth: 1, fillOpacity: 0.45 },
    encoding: {
      x,
      x2: { field: "x2" },
      y,
      y2: { field: "y2" },
      fill: { field: "color", type: "nominal", scale: null },
    },
  };
}

export function homeLayer(): Layer {
  return {
    data: { values: [{ x: HOME.column + 0.5, y: HOME.row + 0.5 }] },
    mark: { type: "point", shape: HOUSE, filled: true, size: 420, opacity: 1, color: FAINT_INK },
    encoding: { x, y },
  };
}

export function lineLayer({ line }: Walk, color = INK): Layer {
  return {
    data: { values: line.map((point, order) => ({ ...point, order })) },
    mark: { type: "line", color, strokeWidth: 1.75, strokeJoin: "round", strokeCap: "round" },
    encoding: { x, y, order: { field: "order", type: "quantitative" } },
  };
}

export function arrowLayer({ arrows }: Walk, color = INK): Layer {
  return {
    data: { values: [...arrows] },
    mark: { type: "point", shape: "triangle-up", filled: true, size: 45, opacity: 1, color },
    encoding: { x, y, angle: { field: "angle", type: "quantitative", scale: null } },
  };
}
