import { describe, expect, test } from "vitest";
import {
  configureEnv,
  createRng,
  createVectorEnv,
  halfCheetah,
  resolveAgents,
  type VectorEnv,
} from "../../envs/index.js";

async function create(numEnvs: number, options = {}): Promise<VectorEnv> {
  const kind = configureEnv(halfCheetah, options);
  return createVectorEnv({
    kind,
    numEnvs,
    seed: 0,
    parameters: resolveAgents(kind, { count: 100, seed: 0 }),
  });
}

/** x_position, x_velocity, qpos [9] and qvel [9] of environment j. */
function readInfos({ buffers }: VectorEnv, j: number) {
  const infos = [...buffers.infos.subarray(20 * j, 20 * (j + 1))];
  return { x: infos[0], velocity: infos[1], qpos: infos.slice(2, 11), qvel: infos.slice(11) };
}

describe("half-cheetah", () => {
  test("is the half-cheetah of the paper", () => {
    const { spec } = configureEnv(halfCheetah);
    expect(spec.observationSpace.shape).toEqual([17]);
    expect(spec.actionSpace).toMatchObject({ kind: "box", shape: [6], low: [-1], high: [1] });
    expect([spec.dt, spec.maxEpisodeSteps, spec.reportScale]).toEqual([0.05, 1000, 1]);
    expect(spec.agentParameters).toMatchObject([
      { name: "target_velocity", unit: "m/s", minimum: 0, maximum: 4 },
    ]);
    expect(halfCheetah.defaultNumAgents).toBe(100);
  });

  test("observations are all positions but x, and velocities", async () => {
    const env = await create(1);
    env.reset();
    env.step(new Float32Array(6).fill(0.5));
    const { x, qpos, qvel } = readInfos(env, 0);
    expect(qpos[0]).toBe(x);
    expect([...env.buffers.observations]).toEqual([...qpos.slice(1), ...qvel].map(Math.fround));
    env.dispose();
  });

  test("rewards are those of the velocity Δx/dt, for 1000 steps and never fewer", async () => {
    const env = await create(2);
    const targets = resolveAgents(configureEnv(halfCheetah), { count: 100, seed: 0 });
    const rng = createRng(0);
    env.reset();
    for (let t = 1; t <= 1000; t++) {
      const before = readInfos(env, 1).x;
      env.step(Float32Array.from({ length: 12 }, () => 2 * rng.uniform() - 1));
      expect([...env.buffers.terminated]).toEqual([0, 0]);
      expect([...env.buffers.truncated]).toEqual(t === 1000 ? [1, 1] : [0, 0]);
      if (t === 1000) break;
      const { x, velocity } = readInfos(env, 1);
      expect(velocity).toBe((x - before) / 0.05);
      const rewards = targets.map((target) =>
        Math.fround(0.1 * Math.max(0, 1 - Math.abs(velocity - target) / 0.2)),
      );
      expect([...env.buffers.rewards.subarray(100)]).toEqual([...rewards]);
    }
    env.dispose();
  });

  test("starts from noise of the scale asked for", async () => {
    const still = await create(1, { reset_noise_scale: 0 });
    still.reset();
    expect([...still.buffers.observations].every((x) => x === 0)).toBe(true);
    const noisy = await create(200, { reset_noise_scale: 0.5 });
    noisy.reset();
    const states = Array.from({ length: 200 }, (_, j) => readInfos(noisy, j));
    const positions = states.flatMap(({ qpos }) => qpos);
    const velocities = states.flatMap(({ qvel }) => qvel);
    expect(Math.max(...positions.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(Math.max(...positions.map(Math.abs))).toBeGreaterThan(0.495);
    const variance = velocities.reduce((sum, x) => sum + x * x, 0) / velocities.length;
    expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
    still.dispose();
    noisy.dispose();
  });

  test("agents want velocities from 0 to b", () => {
    const kind = configureEnv(halfCheetah, { max_target_velocity: 2 });
    const targets = [...resolveAgents(kind, { count: 1000, seed: 0 })];
    expect(Math.min(...targets)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...targets)).toBeLessThan(2);
    expect(targets.reduce((a, b) => a + b) / 1000).toBeCloseTo(1, 1);
    const error = 'agents.count: expected a number from 1, got 0 (env "half-cheetah")';
    expect(() => resolveAgents(kind, { count: 0, seed: 0 })).toThrow(error);
  });
});
