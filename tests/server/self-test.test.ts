import { expect, it } from "vitest";
import { type Checked, selfTest } from "../../server/cli/self-test.js";
import { createEnvironmentService } from "../../server/index.js";
import { countingEnvironment, registryOf } from "./support/environments.js";

async function run(config: Parameters<typeof createEnvironmentService>[0]) {
  const service = createEnvironmentService(config);
  const checked: Checked[] = [];
  const well = await selfTest(service, (one) => checked.push(one));
  expect(service.numSessions).toBe(0);
  await service.close();
  return { well, checked };
}

it("makes, resets, steps and closes each environment", async () => {
  const { well, checked } = await run({ workers: 2 });
  expect(well).toBe(true);
  expect(checked.map(({ environment }) => environment)).toEqual([
    "resource-gathering",
    "half-cheetah",
    "hopper",
    "walker2d",
    "ant",
    "half-cheetah-velocity",
    "ant-direction",
    "humanoid-direction",
    "portfolio",
    "portfolio-regimes",
  ]);
});

it.each([
  [{ reset: 1 }, "reset 1 broke"],
  [{ step: 1 }, "step 1 broke"],
])("finds one that breaks: %o", async (breaksAt, cause) => {
  const whole = { ...countingEnvironment(), id: "whole" };
  const { well, checked } = await run({
    workers: 0,
    registry: registryOf(countingEnvironment(breaksAt), whole),
  });
  expect(well).toBe(false);
  expect(checked[0]).toEqual({
    environment: "counter",
    failure: `env "counter" broke, its session is lost: ${cause}`,
  });
});
