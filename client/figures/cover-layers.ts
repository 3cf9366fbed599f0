import { representativeColor } from "./palette.js";
import type { Layer, Position } from "./spec-types.js";
import { FAINT_INK, INK } from "./theme.js";

/** A task's place in a figure, and the prototype nearest to it, from 1. */
export interface TaskPoint {
  readonly x: number;
  readonly y: number;
  readonly representative: number;
  readonly covered: boolean;
}

export const REACH_OPACITY = 0.14;

/** A colour for each of K prototypes, in the field `representative`. */
export function prototypeColor(K: number) {
  const color = representativeColor(K);
  return { ...color, legend: color.legend && ({ title: "prototype" } as const) };
}

/** Tasks as circles, which are filled if the task is covered and hollow otherwise. */
export function taskLayers(points: readonly TaskPoint[], x: Position, y: Position, K: number): Layer[] {
  const layer = (covered: boolean): Layer => ({
    data: { values: points.filter((point) => point.covered === covered) },
    mark: covered
      ? { type: "point", filled: true, size: 34, opacity: 1, aria: false }
      : {
          type: "point",
          fill: "white",
          stroke: FAINT_INK,
          size: 26,
          strokeWidth: 1,
          opacity: 1,
          aria: false,
        },
    encoding: { x, y, ...(covered ? { color: prototypeColor(K) } : {}) },
  });
  return [layer(false), layer(true)];
}

/** Prototypes as dark crosses with a white edge. */
export function prototypeLayers(
  centres: readonly Pick<TaskPoint, "x" | "y">[],
  x: Position,
  y: Position,
): Layer[] {
  const cross = (stroke: string, strokeWidth: number): Layer => ({
    data: { values: [...centres] },
    mark: {
      type: "point",
      shape: "M-1,-1L1,1M-1,1L1,-1",
      size: 60,
      stroke,
      strokeWidth,
      opacity: 1,
      aria: false,
    },
    encoding: { x, y },
  });
  return [cross("white", 4.5), cross(INK, 2)];
}
