import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  ant,
  antDirection,
  configureEnv,
  createVectorEnv,
  halfCheetah,
  halfCheetahVelocity,
  hopper,
  humanoidDirection,
  type VectorEnv,
  walker2d,
} from "../../envs/index.js";

/** A line of a file by scripts/golden/gymnasium_trajectories.py: our start and actions, and Gymnasium's results. */
interface Trajectory {
  readonly seed: number;
  readonly start: { readonly qpos: number[]; readonly qvel: number[] };
  /** [T, a]; T is 30, or less if the robot fell. */
  readonly actions: number[][];
  /** [T, nq]. */
  readonly qpos: number[][];
  /** [T, nv]. */
  readonly qvel: number[][];
  /** [T, 1] or [T, 2]. */
  readonly place: number[][];
  /** [T, 1] or [T, 2]. */
  readonly velocity: number[][];
  /** [T, 1]. */
  readonly terminated: boolean[][];
  /** [T, 5], of agents at even distances over the range of what they can want. */
  readonly rewards: number[][];
  /** [d], of the last step. */
  readonly observation: number[];
}

function readTrajectories(id: string): Trajectory[] {
  const file = new URL(`../../../tests/golden/${id}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** The infos of the only environment. */
function readInfos({ spec, buffers }: VectorEnv) {
  const state = spec.infos.slice(-2).reduce((sum, { shape }) => sum + shape[0], 0);
  const [moving, standing] = [buffers.infos.slice(0, -state), buffers.infos.slice(-state)];
  const half = moving.length / 2;
  return { place: moving.slice(0, half), velocity: moving.slice(half), state: standing };
}

function expectNear(ours: Iterable<number>, theirs: readonly number[], allowed: number, what: string): void {
  const values = [...ours];
  expect(values.length, what).toBe(theirs.length);
  values.forEach((x, i) => {
    expect(Math.abs(x - theirs[i]), `${what}, entry ${i}`).toBeLessThanOrEqual(allowed);
  });
}

const ROBOTS = [halfCheetah, hopper, walker2d, ant, halfCheetahVelocity, antDirection, humanoidDirection];

describe.each(ROBOTS)("$id", (definition) => {
  const kind = configureEnv(definition);
  const [{ minimum, maximum }] = kind.spec.agentParameters;
  const parameters = Float64Array.from([0, 1, 2, 3, 4], (i) => minimum + (i * (maximum - minimum)) / 4);

  test.each(readTrajectories(definition.id))(
    "runs as Gymnasium's for 30 steps or until it falls (seed $seed)",
    async ({ seed, start, actions, ...gymnasium }) => {
      const env = await createVectorEnv({ kind, numEnvs: 1, seed, parameters, autoreset: "disabled" });
      env.reset();
      expect([...readInfos(env).state]).toEqual([...start.qpos, ...start.qvel]);

      actions.forEach((action, t) => {
        env.step(action);
        const { place, velocity, state } = readInfos(env);
        expectNear(state, [...gymnasium.qpos[t], ...gymnasium.qvel[t]], 1e-9, `state ${t}`);
        expectNear(place, gymnasium.place[t], 1e-9, `place ${t}`);
        expectNear(velocity, gymnasium.velocity[t], 2e-9 / kind.spec.dt, `velocity ${t}`);
        expectNear(env.buffers.rewards, gymnasium.rewards[t], 1e-6, `rewards ${t}`);
        expect([...env.buffers.terminated]).toEqual(gymnasium.terminated[t].map(Number));
      });
      const scale = Math.max(...gymnasium.observation.map(Math.abs), 1);
      expectNear(env.buffers.observations, gymnasium.observation, 1e-7 * scale, "observation");
      env.dispose();
    },
  );
});

test("of each robot that can fall, one does", () => {
  const falls = [hopper, walker2d, ant, humanoidDirection].map(({ id }) =>
    readTrajectories(id).some(({ terminated }) => terminated.at(-1)?.[0]),
  );
  expect(falls).toEqual([true, true, true, true]);
});
