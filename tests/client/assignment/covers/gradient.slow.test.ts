import { expect, it } from "vitest";
import { createRng } from "../../../../envs/rng.js";
import { numCovered, prototypesOf } from "./support.js";

it("the gradient cover works on 50 tasks of 3072 dimensions", () => {
  const rng = createRng(7);
  const centres = Array.from({ length: 3 }, () => Array.from({ length: 3072 }, () => rng.normal()));
  const tasks = Array.from({ length: 50 }, (_, i) =>
    centres[i % 3].map((value) => value + 0.9 * (2 * rng.uniform() - 1)),
  );
  expect(numCovered(tasks, prototypesOf("gradient", tasks, 1, 3), 1)).toBe(50);
});
