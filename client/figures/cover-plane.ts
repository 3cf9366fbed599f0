import type { Coverage } from "../assignment/covers/coverage.js";
import { prototypeColor, prototypeLayers, REACH_OPACITY, taskLayers } from "./cover-layers.js";
import type { Layer, Position } from "./spec-types.js";

type Pair = readonly [x: number, y: number];

/** Tasks and prototypes in a plane. */
export interface PlaneCover {
  readonly points: readonly Pair[];
  readonly centres: readonly Pair[];
  readonly coverage: Coverage;
  /** ε, whose squares are drawn; null in a projection, where they would not be squares. */
  readonly reach: number | null;
  readonly axes: readonly [string, string];
}

/** Pixels of the longer axis. */
const SIDE = 460;
const MIN_SIDE = 140;
/** Margin as a share of the extent. */
const MARGIN = 0.04;

/** Tasks in a plane, with squares of side 2ε around prototypes. Axes have the same scale, unless one is very short. */
export function coverPlane({ points, centres, coverage, reach, axes }: PlaneCover) {
  const everything = [...points, ...centres.flatMap(([x, y]) => corners(x, y, reach ?? 0))];
  const [xDomain, yDomain] = [0, 1].map((axis) => domainOf(everything.map((pair) => pair[axis])));
  const [xExtent, yExtent] = [xDomain, yDomain].map(([low, high]) => high - low);
  const longest = Math.max(xExtent, yExtent);
  const x = position("x", axes[0], xDomain);
  const y = position("y", axes[1], yDomain);
  const uncovered = new Set(coverage.uncovered);
  const tasks = points.map(([px, py], i) => ({
    x: px,
    y: py,
    representative: coverage.nearest[i] + 1,
    covered: !uncovered.has(i),
  }));
  const prototypes = centres.map(([px, py], j) => ({ x: px, y: py, representative: j + 1 }));
  return {
    width: Math.max((SIDE * xExtent) / longest, MIN_SIDE),
    height: Math.max((SIDE * yExtent) / longest, MIN_SIDE),
    layer: [
      ...(reach === null ? [] : [squares(prototypes, reach, x, y)]),
      ...taskLayers(tasks, x, y, centres.length),
      ...prototypeLayers(prototypes, x, y),
    ],
  };
}

function corners(x: number, y: number, reach: number): Pair[] {
  return [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ];
}

function domainOf(values: readonly number[]): [low: number, high: number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const margin = MARGIN * (high - low) || 1;
  return [low - margin, high + margin];
}

function position(field: string, title: string, domain: [number, number]): Position {
  const axis = { tickCount: 6 };
  return { field, type: "quantitative", title, scale: { domain, nice: false, zero: false }, axis };
}

function squares(
  prototypes: readonly { x: number; y: number; representative: number }[],
  reach: number,
  x: Position,
  y: Position,
): Layer {
  return {
    data: {
      values: prototypes.map((prototype) => ({
        ...prototype,
        left: prototype.x - reach,
        right: prototype.x + reach,
        bottom: prototype.y - reach,
        top: prototype.y + reach,
      })),
    },
    mark: { type: "rect", fillOpacity: REACH_OPACITY, aria: false },
    encoding: {
      x: { ...x, field: "left" },
      x2: { field: "right" },
      y: { ...y, field: "bottom" },
      y2: { field: "top" },
      color: prototypeColor(prototypes.length),
    },
  };
}
