import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ant, configureEnv, createVectorEnv, halfCheetah, hopper, walker2d } from "../../envs/index.js";

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
  /** [T, 1]. */
  readonly x_position: number[][];
  /** [T, 1]. */
  readonly x_velocity: number[][];
  /** [T, 1]. */
  readonly terminated: boolean[][];
}

function readTrajectories(id: string): Trajectory[] {
  const file = new URL(`../../../tests/golden/${id}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

describe.each([halfCheetah, hopper, walker2d, ant])("$id", (definition) => {
  const kind = configureEnv(definition);

  test.each(readTrajectories(definition.id))(
    "runs as Gymnasium's for 30 steps or until it falls (seed $seed)",
    async ({ seed, start, actions, ...gymnasium }) => {
      const parameters = Float64Array.of(0);
      const env = await createVectorEnv({ kind, numEnvs: 1, seed, parameters, autoreset: "disabled" });
      const infos = () => [...env.buffers.infos];
      env.reset();
      expect(infos().slice(2)).toEqual([...start.qpos, ...start.qvel]);

      actions.forEach((action, t) => {
        env.step(action);
        const [xPosition, xVelocity, ...state] = infos();
        const expected = [...gymnasium.qpos[t], ...gymnasium.qvel[t]];
        state.forEach((x, i) => {
          expect(Math.abs(x - expected[i]), `step ${t}, entry ${i}`).toBeLessThan(1e-9);
        });
        expect(Math.abs(xPosition - gymnasium.x_position[t][0])).toBeLessThan(1e-9);
        expect(Math.abs(xVelocity - gymnasium.x_velocity[t][0])).toBeLessThan(2e-9 / kind.spec.dt);
        expect([...env.buffers.terminated]).toEqual(gymnasium.terminated[t].map(Number));
      });
      env.dispose();
    },
  );
});

test("of each robot that can fall, one does", () => {
  const falls = [hopper, walker2d, ant].map(({ id }) =>
    readTrajectories(id).some(({ terminated }) => terminated.at(-1)?.[0]),
  );
  expect(falls).toEqual([true, true, true]);
});
