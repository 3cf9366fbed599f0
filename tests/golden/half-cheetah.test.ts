import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configureEnv, createVectorEnv, halfCheetah } from "../../envs/index.js";

/** A line of a file by scripts/golden/gymnasium_trajectories.py: our start and actions, and Gymnasium's results. */
interface Trajectory {
  readonly seed: number;
  readonly start: { readonly qpos: number[]; readonly qvel: number[] };
  /** [T, 6]. */
  readonly actions: number[][];
  /** [T, 9]. */
  readonly qpos: number[][];
  readonly qvel: number[][];
  /** [T, 1]. */
  readonly x_velocity: number[][];
}

const FILE = new URL("../../../tests/golden/half-cheetah.jsonl", import.meta.url);
const trajectories = readFileSync(FILE, "utf8")
  .trim()
  .split("\n")
  .map((line): Trajectory => JSON.parse(line));

test.each(trajectories)("half-cheetah runs as Gymnasium's for 30 steps (seed $seed)", async (trajectory) => {
  const kind = configureEnv(halfCheetah);
  const env = await createVectorEnv({
    kind,
    numEnvs: 1,
    seed: trajectory.seed,
    parameters: Float64Array.of(0),
  });
  const infos = () => [...env.buffers.infos];
  env.reset();
  expect(infos().slice(2)).toEqual([...trajectory.start.qpos, ...trajectory.start.qvel]);

  trajectory.actions.forEach((action, t) => {
    env.step(action);
    const [xPosition, xVelocity, ...state] = infos();
    const expected = [...trajectory.qpos[t], ...trajectory.qvel[t]];
    state.forEach((x, i) => {
      expect(Math.abs(x - expected[i]), `step ${t}, entry ${i}`).toBeLessThan(1e-9);
    });
    expect(Math.abs(xVelocity - trajectory.x_velocity[t][0])).toBeLessThan(4e-8);
    expect(xPosition).toBe(state[0]);
  });
  env.dispose();
});
