import { describe, expect, it } from "vitest";
import type { WrapperChoice } from "../../../../client/assess/perturbations/perturbation.js";
import { perturbedEnvironments } from "../../../../client/assess/perturbations/perturbed-environments.js";
import type { Environments } from "../../../../client/remote/environments/environments.js";
import { box, discrete, type Space } from "../../../../envs/index.js";
import { createRng } from "../../../../envs/rng.js";
import { type ScriptedStep, scriptedEnvironments } from "../../support/scripted-environments.js";

const BOX = box([1], -2, 2);

function scripted(steps: readonly ScriptedStep[], numEnvs = 1, actionSpace: Space = BOX) {
  return scriptedEnvironments({ actionSpace, numEnvs, numAgents: 1, steps });
}

function perturbed(environments: Environments, choice: WrapperChoice, deviations = [[1]]): Environments {
  return perturbedEnvironments(environments, choice, { deviations, rng: createRng(1) });
}

/** Plays with the given actions, one environment's in each step. */
async function actionsTold(choice: WrapperChoice, taken: number[], steps: ScriptedStep[], space?: Space) {
  const environments = scripted(steps, 1, space);
  const wrapped = perturbed(environments, choice);
  await wrapped.reset();
  const Actions = space?.kind === "discrete" ? Int32Array : Float32Array;
  for (const action of taken) await wrapped.step(Actions.of(action));
  return environments.actions.flat();
}

it("policies act in the learner, so that what they see and do can be changed", () => {
  const environments = { ...scripted([]), maxPolicyBytes: 1000 };
  expect(perturbed(environments, { kind: "action-delay", steps: 1 }).maxPolicyBytes).toBe(0);
});

describe("a stuck component", () => {
  it("stays what it is when each episode starts", async () => {
    const environments = perturbed(
      scripted(
        [{ observations: [1, 10] }, { observations: [2, 20], finished: [[1, 0]] }, { observations: [3, 30] }],
        2,
      ),
      { kind: "stuck-component", component: 0 },
    );
    expect([...(await environments.reset())]).toEqual([0, 0]);
    const seen = [];
    for (let t = 0; t < 3; t++) seen.push([...(await environments.step(new Float32Array(2))).observations]);
    // The second environment's new episode starts at 20.
    expect(seen).toEqual([
      [0, 0],
      [0, 20],
      [0, 20],
    ]);
  });
});

describe("a delay", () => {
  it("lets the action of some steps before take effect, and first the episode's first", async () => {
    const steps: ScriptedStep[] = [{}, {}, {}, { finished: [[0, 1]] }, {}, {}, {}];
    const told = await actionsTold({ kind: "action-delay", steps: 2 }, [1, 0.5, 0, -0.5, 2, 1.5, -1], steps);
    expect(told).toEqual([1, 1, 1, 0.5, 2, 2, 2]);
  });

  it("does not change the actions that it was given", async () => {
    const wrapped = perturbed(scripted([{}, {}]), { kind: "action-delay", steps: 1 });
    await wrapped.reset();
    await wrapped.step(Float32Array.of(1));
    const second = Float32Array.of(2);
    await wrapped.step(second);
    expect([...second]).toEqual([2]);
  });
});

describe("noise on actions", () => {
  it("is in units of half the range, and leaves no action outside", async () => {
    const steps = Array.from({ length: 2000 }, () => ({}));
    const told = await actionsTold({ kind: "action-noise", size: 0.1 }, new Array(2000).fill(0), steps);
    const deviation = Math.sqrt(told.reduce((sum, action) => sum + action ** 2, 0) / 2000);
    expect(deviation).toBeCloseTo(0.1 * 2, 1);
    const far = await actionsTold({ kind: "action-noise", size: 0.1 }, new Array(2000).fill(7), steps);
    expect(Math.max(...far)).toBe(2);
    // What a policy wants beyond the bounds is not kept from being disturbed.
    expect(far.filter((action) => action < 2).length).toBeGreaterThan(900);
  });

  it("puts random actions in the place of discrete ones", async () => {
    const steps = Array.from({ length: 2000 }, () => ({}));
    const taken = new Array(2000).fill(3);
    const told = await actionsTold({ kind: "action-noise", size: 0.2 }, taken, steps, discrete(4));
    const others = told.filter((action) => action !== 3);
    // A random one is the same in a quarter of the cases.
    expect(others.length / 2000).toBeCloseTo(0.15, 1);
    expect(new Set(others)).toEqual(new Set([0, 1, 2]));
  });

  it("needs bounds", () => {
    const unbounded = scripted([], 1, box([1], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY));
    expect(() => perturbed(unbounded, { kind: "action-noise", size: 0.1 })).toThrow(
      "--perturb: expected actions with bounds for action-noise, got none",
    );
  });
});

it("noise on observations is in units of what each policy observes", async () => {
  const N = 4000;
  const environments = perturbed(scripted([], N), { kind: "observation-noise", deviations: 0.5 }, [[2], [0]]);
  const seen = await environments.reset();
  const deviation = Math.sqrt(seen.subarray(0, N / 2).reduce((sum, x) => sum + x * x, 0) / (N / 2));
  expect(deviation).toBeCloseTo(1, 1);
  expect([...seen.subarray(N / 2)].every((x) => x === 0)).toBe(true);
});
