import type { Position } from "./spec-types.js";

/** Pixels along the transitions. */
export const TIME_WIDTH = 600;

/** The x axis of everything that changes while training. */
export function transitionsAxis(field: string, last: number): Position {
  return {
    field,
    type: "quantitative",
    title: "transitions per representative",
    scale: { domain: [0, last], nice: false },
    // Values are formatted one by one, since an axis format would write 0k.
    axis: { labelExpr: "format(datum.value, '~s')", grid: false, tickCount: 6, labelFlush: false },
  };
}
