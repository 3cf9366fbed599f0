import { expect, it } from "vitest";
import { drawHoldings } from "../../../envs/portfolio/render.js";

const [HELD, SOLD, RETURN, LINE, EMPTY] = [
  [178, 223, 219],
  [255, 204, 188],
  [38, 70, 83],
  [134, 142, 150],
  [255, 255, 255],
];

it("draws weights and returns to scale, up and down from the line in the middle", () => {
  const { width, height, data } = drawHoldings({
    weights: [1.5, -3, 9],
    returns: [-0.25, 0, 0],
    maxWeight: 3,
  });
  expect([width, height, data.length]).toEqual([3 * 32, 192, 3 * 96 * 192]);
  const at = (x: number, y: number) => [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
  // Half of the largest weight: 48 of the 96 rows above the line. Half of the largest return: 48 below it.
  expect([at(5, 47), at(5, 48), at(5, 94), at(5, 95), at(5, 97)]).toEqual([EMPTY, HELD, HELD, LINE, EMPTY]);
  expect([at(16, 94), at(16, 97), at(16, 143), at(16, 144)]).toEqual([HELD, RETURN, RETURN, EMPTY]);
  // A short sale at its bound, without a return.
  expect([at(32 + 5, 94), at(32 + 16, 191), at(32 + 1, 191)]).toEqual([EMPTY, SOLD, EMPTY]);
  // What is beyond the bounds ends at them.
  expect(at(64 + 5, 0)).toEqual(HELD);
});
