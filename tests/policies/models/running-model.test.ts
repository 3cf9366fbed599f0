import { expect, it } from "vitest";
import { runModel } from "../../../policies/models/running-model.js";
import type { LoadedPolicy } from "../../../serving/models/policy.js";

/** A policy whose mean is the observation, and that runs only when it is let. */
function slowPolicy() {
  const runs: { input: number[]; finish: () => void; fail: () => void }[] = [];
  let released = 0;
  const policy: LoadedPolicy = {
    name: "slow",
    decide: (observations) =>
      new Promise((resolve, reject) => {
        const mean = observations.slice();
        runs.push({
          input: [...mean],
          finish: () => resolve({ mean }),
          fail: () => reject(new Error("broken")),
        });
      }),
    async release() {
      released++;
    },
  };
  return { policy, runs, released: () => released };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it("lets requests that come meanwhile share the next run, as many as fit", async () => {
  const { policy, runs } = slowPolicy();
  const model = runModel(policy, { observationSize: 1, maxRows: 3 });
  const first = model.decide(Float32Array.of(1), 1, true);
  const others = [2, 3, 4].map((value) => model.decide(Float32Array.of(value), 1, true));
  const large = model.decide(Float32Array.of(5, 6, 7), 3, true);
  expect(runs.map(({ input }) => input)).toEqual([[1, 0]]);
  runs[0].finish();
  expect((await first).firstRow).toBe(0);
  await settled();
  expect(runs[1].input).toEqual([2, 3, 4]);
  runs[1].finish();
  const decided = await Promise.all(others);
  expect(decided.map(({ outputs, firstRow }) => outputs.mean[firstRow])).toEqual([2, 3, 4]);
  await settled();
  expect(runs[2].input).toEqual([5, 6, 7]);
  runs[2].finish();
  expect((await large).firstRow).toBe(0);
});

it("fails only the requests of a run that fails, and waits for the last before it frees the model", async () => {
  const { policy, runs, released } = slowPolicy();
  const model = runModel(policy, { observationSize: 1, maxRows: 3 });
  const failing = model.decide(Float32Array.of(1), 1, true);
  const next = model.decide(Float32Array.of(2), 1, true);
  const retired = model.retire();
  runs[0].fail();
  await expect(failing).rejects.toThrow("broken");
  await settled();
  expect(released()).toBe(0);
  runs[1].finish();
  expect((await next).outputs.mean[0]).toBe(2);
  await retired;
  expect(released()).toBe(1);
});
