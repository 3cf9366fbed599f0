import { describe, expect, onTestFinished, test } from "vitest";
import {
  ant,
  configureEnv,
  createRng,
  createVectorEnv,
  type EnvDefinition,
  halfCheetah,
  hopper,
  resolveAgents,
  spaceSize,
  type VectorEnv,
  walker2d,
} from "../../envs/index.js";

async function create(definition: EnvDefinition, options = {}, numEnvs = 1): Promise<VectorEnv> {
  const kind = configureEnv(definition, options);
  const parameters = Float64Array.of(kind.spec.agentParameters[0].minimum);
  const env = await createVectorEnv({ kind, numEnvs, seed: 0, parameters, autoreset: "disabled" });
  onTestFinished(() => env.dispose());
  env.reset();
  return env;
}

/** Of the only environment. */
function readInfos({ spec, buffers }: VectorEnv) {
  const numPositions = spec.infos[2].shape[0];
  const [x, velocity, ...state] = buffers.infos;
  return { x, velocity, qpos: state.slice(0, numPositions), qvel: state.slice(numPositions) };
}

/** Steps with random actions of ±1 until the episode is over; @returns what each step led to. */
function playEpisode(env: VectorEnv) {
  const rng = createRng(0);
  const steps = [];
  while (!env.buffers.terminated[0] && !env.buffers.truncated[0]) {
    env.step(Float32Array.from({ length: spaceSize(env.spec.actionSpace) }, () => 2 * rng.integer(2) - 1));
    steps.push({ ...readInfos(env), observation: [...env.buffers.observations] });
  }
  return steps;
}

describe("the robots are those of the paper", () => {
  test.each([
    { definition: halfCheetah, d: 17, a: 6, dt: 0.05, b: 4 },
    { definition: hopper, d: 11, a: 3, dt: 0.008, b: 2.5 },
    { definition: walker2d, d: 17, a: 6, dt: 0.008, b: 2.5 },
    { definition: ant, d: 27, a: 8, dt: 0.05, b: 3 },
  ])("$definition.id", ({ definition, d, a, dt, b }) => {
    const { spec } = configureEnv(definition);
    expect(spec.observationSpace.shape).toEqual([d]);
    expect(spec.actionSpace).toMatchObject({ kind: "box", shape: [a], low: [-1], high: [1] });
    expect([spec.dt, spec.maxEpisodeSteps, spec.reportScale]).toEqual([dt, 1000, 1]);
    expect(spec.agentParameters).toMatchObject([{ name: "target_velocity", minimum: 0, maximum: b }]);
    expect(definition.defaultNumAgents).toBe(100);
  });
});

describe("starts", () => {
  test.each([
    { definition: halfCheetah, positions: [0, 0, 0, 0, 0, 0, 0, 0, 0] },
    { definition: hopper, positions: [0, 1.25, 0, 0, 0, 0] },
    { definition: walker2d, positions: [0, 1.25, 0, 0, 0, 0, 0, 0, 0] },
    { definition: ant, positions: [0, 0, 0.75, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
  ])("$definition.id stands still without noise", async ({ definition, positions }) => {
    const { x, qpos, qvel } = readInfos(await create(definition, { reset_noise_scale: 0 }));
    expect(qpos).toEqual(positions);
    expect(qvel.every((velocity) => velocity === 0)).toBe(true);
    expect(x).toBe(0);
  });

  test.each([
    { definition: halfCheetah, law: "normal" },
    { definition: hopper, law: "uniform" },
    { definition: walker2d, law: "uniform" },
    { definition: ant, law: "normal" },
  ])("$definition.id has $law noise on its velocities", async ({ definition, law }) => {
    const env = await create(definition, { reset_noise_scale: 0.01 });
    const largest = Array.from({ length: 200 }, () => {
      env.reset();
      return Math.max(...readInfos(env).qvel.map(Math.abs));
    });
    // Of 1200 and more numbers: U(−s, s) never goes beyond s, N(0, s²) goes beyond 2.5 s in one of 80.
    if (law === "uniform") expect(Math.max(...largest)).toBeLessThanOrEqual(0.01);
    else expect(Math.max(...largest)).toBeGreaterThan(0.025);
    expect(Math.max(...largest)).toBeGreaterThan(0.0099);
  });
});

describe("falls", () => {
  test.each([
    { definition: hopper, stands: ([, z, angle]: number[]) => z > 0.7 && Math.abs(angle) < 0.2 },
    { definition: walker2d, stands: ([, z, angle]: number[]) => z > 0.8 && z < 2 && Math.abs(angle) < 1 },
    { definition: ant, stands: ([, , z]: number[]) => z >= 0.4 && z <= 1 },
  ])(
    "$definition.id terminates at the step that leaves the healthy ranges",
    async ({ definition, stands }) => {
      const env = await create(definition);
      const steps = playEpisode(env);
      expect(env.buffers.terminated[0]).toBe(1);
      expect(steps.map(({ qpos }) => stands(qpos))).toEqual(steps.map((_, t) => t + 1 < steps.length));
    },
  );

  test.each([hopper, walker2d, ant])("$id goes on if it is to", async (definition) => {
    const options = { terminate_when_unhealthy: false, max_episode_steps: 300 };
    const env = await create(definition, options);
    expect(playEpisode(env)).toHaveLength(300);
    expect([env.buffers.terminated[0], env.buffers.truncated[0]]).toEqual([0, 1]);
  });

  test.each([
    { definition: hopper, options: { healthy_z_min: 1.3 } },
    { definition: hopper, options: { healthy_z_max: 1.2 } },
    { definition: hopper, options: { healthy_angle_min: 0.1 } },
    { definition: hopper, options: { healthy_state_max: 0.0001 } },
    { definition: walker2d, options: { healthy_angle_max: -0.1 } },
    { definition: ant, options: { healthy_z_max: 0.5 } },
  ])("$definition.id has fallen at once with $options", async ({ definition, options }) => {
    expect(playEpisode(await create(definition, options))).toHaveLength(1);
  });

  test("half-cheetah cannot, and has no such options", () => {
    const names = halfCheetah.options.map(({ name }) => name);
    expect(names).toEqual([
      "reset_noise_scale",
      "max_episode_steps",
      "min_target_velocity",
      "max_target_velocity",
      "gravity_scale",
      "friction_scale",
      "motor_scale",
      "report_geometry",
    ]);
  });
});

describe("observations", () => {
  test.each([hopper, walker2d])(
    "those of $id are without x, and have velocities within ±10",
    async (definition) => {
      const env = await create(definition, { terminate_when_unhealthy: false, max_episode_steps: 200 });
      const steps = playEpisode(env);
      for (const { qpos, qvel, observation } of steps) {
        const clipped = qvel.map((x) => Math.min(10, Math.max(-10, x)));
        expect(observation).toEqual([...qpos.slice(1), ...clipped].map(Math.fround));
      }
      const velocities = steps.flatMap(({ qvel }) => qvel);
      expect(Math.max(...velocities)).toBeGreaterThan(10);
      expect(Math.min(...velocities)).toBeLessThan(-10);
    },
  );

  test("those of ant are without x and y, and have velocities as they are", async () => {
    const env = await create(ant, { terminate_when_unhealthy: false, max_episode_steps: 200 });
    const steps = playEpisode(env);
    for (const { qpos, qvel, observation } of steps) {
      expect(observation).toEqual([...qpos.slice(2), ...qvel].map(Math.fround));
    }
    expect(Math.max(...steps.flatMap(({ qvel }) => qvel))).toBeGreaterThan(10);
  });
});

test.each([halfCheetah, hopper, walker2d, ant])("the velocity of $id is Δx/dt", async (definition) => {
  const env = await create(definition, { max_episode_steps: 10 });
  const xs = [readInfos(env).x];
  for (const { x, velocity, qpos } of playEpisode(env)) {
    expect(velocity).toBe((x - xs[xs.length - 1]) / env.spec.dt);
    // The ant's torso is where the latest time step began to be worked out.
    if (definition !== ant) expect(x).toBe(qpos[0]);
    else expect(Math.abs(x - qpos[0])).toBeLessThan(0.02);
    xs.push(x);
  }
});

describe("targets", () => {
  test("are from a range", () => {
    const kind = configureEnv(hopper, { min_target_velocity: 1, max_target_velocity: 2 });
    const targets = resolveAgents(kind, { count: 1000, seed: 0 });
    expect(Math.min(...targets)).toBeGreaterThanOrEqual(1);
    expect(Math.min(...targets)).toBeLessThan(1.01);
    expect(Math.max(...targets)).toBeLessThan(2);
    expect(Math.max(...targets)).toBeGreaterThan(1.99);
    expect(kind.spec.agentParameters).toMatchObject([{ minimum: 1, maximum: 2 }]);
  });

  test("or a list in that range", () => {
    const kind = configureEnv(hopper, { min_target_velocity: 1, max_target_velocity: 2 });
    const parameters = Float64Array.of(1, 1.5, 2);
    expect(resolveAgents(kind, { parameters })).toBe(parameters);
    const error = 'agents.parameters[1]: expected target_velocity in [1, 2], got 0.5 (env "hopper")';
    expect(() => resolveAgents(kind, { parameters: Float64Array.of(1, 0.5) })).toThrow(error);
  });

  test("may all be the same", () => {
    const kind = configureEnv(ant, { min_target_velocity: 1.5, max_target_velocity: 1.5 });
    expect([...resolveAgents(kind, { count: 3, seed: 0 })]).toEqual([1.5, 1.5, 1.5]);
  });
});

test.each([
  {
    definition: ant,
    options: { min_target_velocity: 3.5 },
    text: 'options.min_target_velocity: expected at most max_target_velocity, which is 3, got 3.5 (env "ant")',
  },
  {
    definition: walker2d,
    options: { healthy_z_min: 3 },
    text: 'options.healthy_z_min: expected at most healthy_z_max, which is 2, got 3 (env "walker2d")',
  },
])("a minimum above its maximum is refused: $options", ({ definition, options, text }) => {
  expect(() => configureEnv(definition, options)).toThrow(text);
});
