import { expect, it } from "vitest";
import { standardDeviations } from "../../../../client/assess/statistics/deviations.js";

it("deviations are over a policy's episodes, for each agent", () => {
  const values = Float64Array.of(...[1, 7], ...[3, 7], ...[0, 0], ...[0, 4]);
  const deviations = standardDeviations({ numPolicies: 2, numAgents: 2, values });
  expect([...deviations]).toEqual([Math.SQRT2, 0, 0, Math.sqrt(8)]);
});
