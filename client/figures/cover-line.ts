import { prototypeColor, REACH_OPACITY, type TaskPoint, taskLayers } from "./cover-layers.js";
import type { DrawnCover } from "./drawn-cover.js";
import { UNKNOWN_LABEL } from "./run.js";
import type { Layer, Position } from "./spec-types.js";
import { INK } from "./theme.js";

const WIDTH = 560;
/** Number of places along the line; tasks in the same place are stacked. */
const PLACES = 80;
/** Height of a task in a stack, in pixels; stacks that would be too high are squeezed. */
const STEP = 7;
const MIN_HEIGHT = 60;
const MAX_HEIGHT = 260;

/** Tasks stacked along a line, with the intervals of length 2ε around prototypes. */
export function coverLine({ tasks, prototypes, coverage, epsilon, labels }: DrawnCover) {
  const centres = [...prototypes.values];
  const low = Math.min(...centres.map((centre) => centre - epsilon), lowest(tasks.values));
  const high = Math.max(...centres.map((centre) => centre + epsilon), highest(tasks.values));
  const points = stackedTasks(tasks.values, coverage, low, (high - low) / PLACES);
  const top = points.reduce((most, point) => Math.max(most, point.y), 0) + 0.5;
  const x: Position = {
    field: "x",
    type: "quantitative",
    title: labels?.[0] ?? UNKNOWN_LABEL,
    scale: { domain: [low, high], nice: false, zero: false },
    axis: { grid: false, tickCount: 8, zindex: 1 },
  };
  const y: Position = {
    field: "y",
    type: "quantitative",
    axis: null,
    scale: { domain: [0, top], nice: false },
  };
  return {
    width: WIDTH,
    height: Math.min(Math.max(STEP * top, MIN_HEIGHT), MAX_HEIGHT),
    layer: [...reachLayers(centres, epsilon, x), ...taskLayers(points, x, y, centres.length)],
  };
}

/** θ, each in the middle of its place, the first in a place at the bottom. */
function stackedTasks(
  theta: Float64Array,
  { nearest, uncovered }: DrawnCover["coverage"],
  low: number,
  width: number,
): TaskPoint[] {
  const left = new Set(uncovered);
  const stacks = new Map<number, number>();
  return Array.from(theta, (value, i) => {
    const place = Math.min(Math.floor((value - low) / width), PLACES - 1);
    const below = stacks.get(place) ?? 0;
    stacks.set(place, below + 1);
    return { x: value, y: below + 0.5, representative: nearest[i] + 1, covered: !left.has(i) };
  });
}

function reachLayers(centres: readonly number[], epsilon: number, x: Position): Layer[] {
  const values = centres.map((centre, j) => ({
    x: centre,
    left: centre - epsilon,
    right: centre + epsilon,
    representative: j + 1,
  }));
  return [
    {
      data: { values },
      mark: { type: "rect", fillOpacity: REACH_OPACITY, aria: false },
      encoding: { x: { ...x, field: "left" }, x2: { field: "right" }, color: prototypeColor(centres.length) },
    },
    {
      data: { values },
      mark: { type: "rule", color: INK, strokeDash: [4, 3], aria: false },
      encoding: { x },
    },
  ];
}

function lowest(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function highest(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b));
}
