import { expect, it } from "vitest";
import { ConfigError } from "../../../../client/index.js";
import { createRng } from "../../../../envs/rng.js";
import { prototypesOf } from "./support.js";

it("says at how many tasks and dimensions greedy intersection becomes infeasible, and what to do", () => {
  const rng = createRng(0);
  const tasks = Array.from({ length: 1000 }, () => Array.from({ length: 8 }, () => rng.uniform()));
  const sentence =
    'cover: expected fewer tasks or dimensions for "greedy-intersection", got 1000 tasks in 8 dimensions with ' +
    "epsilon 0.3: it takes time exponential in dimensions, and gave up after 100 million coordinates; " +
    'choose "gradient", or a smaller epsilon';
  expect(() => prototypesOf("greedy-intersection", tasks, 0.3, 3)).toThrow(new ConfigError(sentence));
});
