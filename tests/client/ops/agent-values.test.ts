import { expect, it } from "vitest";
import { agentValues, assignedValues } from "../../../client/ops/agent-values.js";

/** [k, n] = [2, 3]. */
const Q = Float64Array.of(1, 2, 3, 5, 6, 7);

it("agentValues mixes what representatives are worth as they serve agents", () => {
  const alpha = [1, 0.25, 0, 0, 0.75, 0];
  expect([...agentValues(alpha, Q, 3)]).toEqual([1, 0.25 * 2 + 0.75 * 6, 0]);
});

it("assignedValues takes what each agent's representative is worth to it", () => {
  expect([...assignedValues(Q, Int32Array.of(1, 0, 1))]).toEqual([5, 2, 7]);
});
