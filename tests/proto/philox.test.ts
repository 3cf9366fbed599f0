import { describe, expect, it } from "vitest";
import { drawCategory, drawNormals } from "../../proto/action-noise.js";
import { type PhiloxCounter, type PhiloxKey, philox } from "../../proto/philox.js";

const hex = (text: string) => text.split(" ").map((word) => Number.parseInt(word, 16));

/** Random123's known answers for philox4x32 with 10 rounds: counter, key, result. */
const KNOWN_ANSWERS = [
  ["0 0 0 0", "0 0", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const;

it.each(KNOWN_ANSWERS)("Philox 4x32-10 of counter %s and key %s", (counter, key, answer) => {
  const out = new Uint32Array(4);
  philox(hex(counter) as unknown as PhiloxCounter, hex(key) as unknown as PhiloxKey, out);
  expect([...out]).toEqual(hex(answer));
});

describe("noise of actions", () => {
  const place = { noiseSeed: 0xa4093822, environmentSeed: 0x299f31d0 + 5 * 2 ** 32, step: 7 + 3 * 2 ** 32 };

  /** Block b of the place, as interaction.proto has it. */
  function blockOf(b: number): Uint32Array {
    const out = new Uint32Array(4);
    philox([b, 7, 3, 5], [0xa4093822, 0x299f31d0], out);
    return out;
  }

  it("is normal numbers by Box and Muller, four a block", () => {
    const normals = new Float64Array(6);
    drawNormals(place, normals);
    const [x0, x1, x2, x3] = blockOf(0);
    const [y0, y1] = blockOf(1);
    const pair = (u: number, v: number) => {
      const radius = Math.sqrt(-2 * Math.log((u + 1) / 2 ** 32));
      return [radius * Math.cos((2 * Math.PI * v) / 2 ** 32), radius * Math.sin((2 * Math.PI * v) / 2 ** 32)];
    };
    expect([...normals]).toEqual([...pair(x0, x1), ...pair(x2, x3), ...pair(y0, y1)]);
  });

  it("has mean 0, variance 1, and nothing in common between steps", () => {
    const draws = Array.from({ length: 20_000 }, (_, step) => {
      const out = new Float64Array(1);
      drawNormals({ noiseSeed: 1, environmentSeed: 2, step }, out);
      return out[0];
    });
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + b * b, 0) / draws.length - mean ** 2;
    const lagged = draws.slice(1).reduce((sum, x, i) => sum + x * draws[i], 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(Math.abs(lagged)).toBeLessThan(0.03);
  });

  it("draws categories as often as their probabilities say, and none of probability 0", () => {
    const logits = Float32Array.of(0, Math.log(3), Number.NEGATIVE_INFINITY, Math.log(4));
    const counts = [0, 0, 0, 0];
    for (let step = 0; step < 20_000; step++) counts[drawCategory({ ...place, step }, logits)]++;
    expect(counts[2]).toBe(0);
    for (const [a, p] of [1 / 8, 3 / 8, 0, 4 / 8].entries()) {
      expect(Math.abs(counts[a] / 20_000 - p)).toBeLessThan(0.02);
    }
  });
});
