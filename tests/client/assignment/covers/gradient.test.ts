import { describe, expect, it } from "vitest";
import { createRng } from "../../../../envs/rng.js";
import { line, numCovered, prototypesOf } from "./support.js";

/** Tasks in boxes of side 2 · `reach` around K centres, in turn. */
function groups(n: number, p: number, K: number, reach: number): number[][] {
  const rng = createRng(7);
  const centres = Array.from({ length: K }, () => Array.from({ length: p }, () => 3 * rng.normal()));
  return Array.from({ length: n }, (_, i) =>
    centres[i % K].map((value) => value + reach * (2 * rng.uniform() - 1)),
  );
}

describe("the gradient cover", () => {
  it("moves a prototype from a task to between tasks", () => {
    const [[prototype]] = prototypesOf("gradient", line(0, 2), 1.001, 1);
    expect(Math.abs(prototype - 1)).toBeLessThan(0.01);
  });

  it("covers all that can be covered, in few dimensions and in many", () => {
    const few = groups(30, 2, 3, 0.9);
    expect(numCovered(few, prototypesOf("gradient", few, 1, 3), 1)).toBe(30);
    const many = groups(24, 400, 3, 0.9);
    expect(numCovered(many, prototypesOf("gradient", many, 1, 3), 1)).toBe(24);
  });

  it("leaves out what is far from everybody", () => {
    const tasks = line(0, 0.5, 1, 10, 10.5, 11, 1000);
    expect(numCovered(tasks, prototypesOf("gradient", tasks, 0.51, 2), 0.51)).toBe(6);
  });

  it("does the same whatever θ is measured in", () => {
    const tasks = groups(20, 3, 2, 1.2);
    const large = tasks.map((task) => task.map((value) => 1024 * value));
    const prototypes = prototypesOf("gradient", tasks, 1, 2);
    expect(prototypesOf("gradient", large, 1024, 2)).toEqual(
      prototypes.map((prototype) => prototype.map((value) => 1024 * value)),
    );
  });

  it("is the same for the same seed", () => {
    const tasks = groups(20, 2, 4, 2);
    expect(prototypesOf("gradient", tasks, 1, 3, 5)).toEqual(prototypesOf("gradient", tasks, 1, 3, 5));
  });
});
