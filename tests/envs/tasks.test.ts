import { describe, expect, onTestFinished, test } from "vitest";
import {
  antDirection,
  configureEnv,
  createRng,
  createVectorEnv,
  type EnvDefinition,
  halfCheetahVelocity,
  humanoidDirection,
  resolveAgents,
  spaceSize,
  type VectorEnv,
} from "../../envs/index.js";
import { directionRewards } from "../../envs/mujoco/direction.js";
import { velocityErrorRewards } from "../../envs/mujoco/velocity-error.js";

async function create(definition: EnvDefinition, parameters: number[], options = {}): Promise<VectorEnv> {
  const kind = configureEnv(definition, options);
  const env = await createVectorEnv({
    kind,
    numEnvs: 1,
    seed: 0,
    parameters: Float64Array.from(parameters),
    autoreset: "disabled",
  });
  onTestFinished(() => env.dispose());
  env.reset();
  return env;
}

/** Infos of the only environment that are single numbers, by name. */
function readNumbers({ spec, buffers }: VectorEnv): Record<string, number> {
  return Object.fromEntries(
    spec.infos.filter(({ shape }) => shape.length === 0).map(({ name }, i) => [name, buffers.infos[i]]),
  );
}

test("a velocity's reward falls with the distance from it, and with effort", () => {
  const rewards = new Float32Array(4);
  velocityErrorRewards(Float64Array.of(1.5, 0.25), Float64Array.of(1.5, 0, 3, 1.25), rewards);
  expect([...rewards]).toEqual([-0.25, -1.75, -1.75, -0.5]);
});

test("a direction's reward is the share of the motion along it, and what all get", () => {
  const rewards = new Float32Array(4);
  const directions = [0, Math.PI / 2, Math.PI, (3 * Math.PI) / 2];
  directionRewards(Float64Array.of(2, -1, 5), Float64Array.from(directions), rewards);
  expect([...rewards].map((r) => Math.round(1e6 * r) / 1e6)).toEqual([7, 4, 3, 6]);
});

describe("the tasks are those of the field", () => {
  test.each([
    {
      definition: halfCheetahVelocity,
      d: 17,
      a: 6,
      bound: 1,
      dt: 0.05,
      name: "target_velocity",
      range: [0, 3],
    },
    { definition: antDirection, d: 27, a: 8, bound: 1, dt: 0.05, name: "direction", range: [0, 2 * Math.PI] },
    {
      definition: humanoidDirection,
      d: 348,
      a: 17,
      bound: 0.4,
      dt: 0.015,
      name: "direction",
      range: [0, 2 * Math.PI],
    },
  ])("$definition.id", ({ definition, d, a, bound, dt, name, range: [minimum, maximum] }) => {
    const { spec } = configureEnv(definition);
    expect(spec.observationSpace.shape).toEqual([d]);
    expect(spec.actionSpace).toMatchObject({ shape: [a], low: [-bound], high: [bound] });
    expect([spec.dt, spec.maxEpisodeSteps, spec.reportScale]).toEqual([dt, 200, 1]);
    expect(spec.agentParameters).toMatchObject([{ name, minimum, maximum }]);
  });
});

test("half-cheetah-velocity: effort is that of the action applied, which is clipped", async () => {
  const env = await create(halfCheetahVelocity, [0, 3]);
  env.step(Float32Array.of(2, -2, 0.5, 0, 0, 0));
  const { x_velocity: v } = readNumbers(env);
  const cost = 0.05 * (1 + 1 + 0.25);
  expect([...env.buffers.rewards]).toEqual([
    expect.closeTo(-Math.abs(v) - cost, 6),
    expect.closeTo(-Math.abs(v - 3) - cost, 6),
  ]);
});

test.each([
  { definition: antDirection, weight: 1 },
  { definition: humanoidDirection, weight: 1.25 },
])("$definition.id: opposite directions are worth opposite velocities", async ({ definition, weight }) => {
  const env = await create(definition, [0, Math.PI, Math.PI / 2, (3 * Math.PI) / 2]);
  const rng = createRng(3);
  const size = spaceSize(env.spec.actionSpace);
  for (let t = 0; t < 10; t++) {
    env.step(Float32Array.from({ length: size }, () => 0.4 * (2 * rng.uniform() - 1)));
    const { x_velocity, y_velocity } = readNumbers(env);
    const [ahead, back, left, right] = env.buffers.rewards;
    expect((ahead - back) / 2).toBeCloseTo(weight * x_velocity, 5);
    expect((left - right) / 2).toBeCloseTo(weight * y_velocity, 5);
    expect(ahead + back).toBeCloseTo(left + right, 5);
  }
});

test("humanoid-direction: without motors and contacts, what all get is the bonus", async () => {
  const env = await create(humanoidDirection, [0, Math.PI], { reset_noise_scale: 0 });
  env.step(new Float32Array(17));
  const [ahead, back] = env.buffers.rewards;
  expect((ahead + back) / 2).toBeCloseTo(5, 6);
});

describe("agents of a mixture", () => {
  const sample = (definition: EnvDefinition, options: object, seed: number, count = 2000) =>
    resolveAgents(configureEnv(definition, { ...options }), { count, seed });

  test("are about centres at even distances, the same whatever the seed", () => {
    const options = { mixture_components: 3, mixture_deviation: 0.05 };
    for (const seed of [0, 1, 99]) {
      const agents = [...sample(halfCheetahVelocity, options, seed)];
      [0.5, 1.5, 2.5].forEach((center) => {
        const near = agents.filter((v) => Math.abs(v - center) < 0.5);
        // A third of 2000, and their mean and deviation, within five standard errors.
        expect(Math.abs(near.length - 2000 / 3)).toBeLessThan(5 * Math.sqrt(2000 * (1 / 3) * (2 / 3)));
        const mean = near.reduce((sum, v) => sum + v, 0) / near.length;
        const variance = near.reduce((sum, v) => sum + (v - mean) ** 2, 0) / near.length;
        expect(Math.abs(mean - center)).toBeLessThan((5 * 0.05) / Math.sqrt(near.length));
        expect(Math.sqrt(variance)).toBeCloseTo(0.05, 2);
      });
    }
  });

  test("stay in the range: cut off at its ends, or around the circle", () => {
    const wide = { mixture_components: 2, mixture_deviation: 5 };
    for (const [definition, high] of [
      [halfCheetahVelocity, 3],
      [antDirection, 2 * Math.PI],
    ] as const) {
      const agents = sample(definition, wide, 0);
      expect(Math.min(...agents)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...agents)).toBeLessThanOrEqual(high);
      expect(resolveAgents(configureEnv(definition), { parameters: agents })).toBe(agents);
    }
    const around = sample(antDirection, { mixture_components: 1, mixture_deviation: 2 }, 0);
    // Of N(π, 2²), what is beyond 2π lies at the circle's start.
    expect(around.filter((θ) => θ < 0.5).length).toBeGreaterThan(100);
  });

  test("are all of the range where there is none", () => {
    const agents = sample(halfCheetahVelocity, { max_target_velocity: 2 }, 0);
    const quarters = [0, 1, 2, 3].map((q) => agents.filter((v) => Math.floor(2 * v) === q).length);
    for (const count of quarters)
      expect(Math.abs(count - 500)).toBeLessThan(5 * Math.sqrt(2000 * 0.25 * 0.75));
  });
});
