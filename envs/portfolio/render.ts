import type { Frame } from "../env.js";

/** Pixels of an asset's column, and of the picture's height. */
const [COLUMN, HEIGHT] = [32, 192];
/** The excess return that fills half of the height. */
const LARGEST_RETURN = 0.5;

const COLORS = {
  background: [255, 255, 255],
  line: [134, 142, 150],
  held: [178, 223, 219],
  sold: [255, 204, 188],
  return: [38, 70, 83],
} as const;

/** What a fund did in a step. */
export interface Holdings {
  /** π, [a]. */
  readonly weights: ArrayLike<number>;
  /** R, [a]. */
  readonly returns: ArrayLike<number>;
  /** The weight that fills half of the height. */
  readonly maxWeight: number;
}

/**
 * A column for each asset, with a wide bar for its weight, up if it is held and down if it is sold short, and a narrow
 * one for its excess return. The line in the middle is 0.
 */
export function drawHoldings({ weights, returns, maxWeight }: Holdings): Frame {
  const width = weights.length * COLUMN;
  const data = new Uint8Array(width * HEIGHT * 3);
  const fill = (left: number, right: number, rows: readonly [number, number], color: readonly number[]) => {
    for (let y = rows[0]; y < rows[1]; y++) {
      for (let x = left; x < right; x++) data.set(color, 3 * (y * width + x));
    }
  };
  fill(0, width, [0, HEIGHT], COLORS.background);
  for (let i = 0; i < weights.length; i++) {
    const [left, right] = [i * COLUMN, (i + 1) * COLUMN];
    const color = weights[i] < 0 ? COLORS.sold : COLORS.held;
    fill(left + 4, right - 4, barRows(weights[i] / maxWeight), color);
    fill(left + 13, right - 13, barRows(returns[i] / LARGEST_RETURN), COLORS.return);
  }
  fill(0, width, [HEIGHT / 2 - 1, HEIGHT / 2 + 1], COLORS.line);
  return { height: HEIGHT, width, data };
}

/** @param share - of half of the height, up or down */
function barRows(share: number): [top: number, bottom: number] {
  const middle = HEIGHT / 2;
  const end = middle - Math.round(middle * Math.min(Math.max(share, -1), 1));
  return end < middle ? [end, middle] : [middle, end];
}
