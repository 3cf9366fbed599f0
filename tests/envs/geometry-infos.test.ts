import { expect, onTestFinished, test } from "vitest";
import {
  configureEnv,
  createVectorEnv,
  halfCheetah,
  resolveAgents,
  type VectorEnv,
} from "../../envs/index.js";
import { HALF_CHEETAH } from "../../envs/mujoco/half-cheetah.js";
import { robotEnvironment } from "../../envs/mujoco/robot-environment.js";
import { targetVelocity } from "../../envs/mujoco/target-velocity.js";
import { describeEnvironment } from "../conformance/env-conformance.js";

describeEnvironment(halfCheetah, { options: { max_episode_steps: 12, report_geometry: true } });

async function create(definition: typeof halfCheetah, options = {}): Promise<VectorEnv> {
  const kind = configureEnv(definition, options);
  const parameters = resolveAgents(kind, { count: 3, seed: 0 });
  const env = await createVectorEnv({ kind, numEnvs: 2, seed: 0, parameters });
  onTestFinished(() => env.dispose());
  return env;
}

test("geometry comes after the other infos, as MuJoCo has it, and only if asked for", async () => {
  const [plain, reporting] = [
    await create(halfCheetah),
    await create(halfCheetah, { report_geometry: true }),
  ];
  const shapes = ({ spec }: VectorEnv) =>
    Object.fromEntries(spec.infos.map(({ name, shape }) => [name, shape]));
  expect(Object.keys(shapes(plain))).toEqual(["x_position", "x_velocity", "qpos", "qvel"]);
  expect(shapes(reporting)).toEqual({
    ...shapes(plain),
    geom_type: [9],
    geom_size: [9, 3],
    geom_rgba: [9, 4],
    geom_xpos: [9, 3],
    geom_xmat: [9, 3, 3],
  });
  plain.reset();
  reporting.reset();
  for (let t = 0; t < 30; t++) for (const env of [plain, reporting]) env.step(new Float32Array(12).fill(0.5));
  expect(reporting.buffers.observations).toEqual(plain.buffers.observations);
  expect(reporting.buffers.rewards).toEqual(plain.buffers.rewards);
  const row = reporting.buffers.infos.subarray(200);
  expect([...row.subarray(0, 20)]).toEqual([...plain.buffers.infos.subarray(20)]);
  expect([...row.subarray(20, 29)]).toEqual([0, 3, 3, 3, 3, 3, 3, 3, 3]);
  expect([...row.subarray(32, 35)]).toEqual([0.046, 0.5, 0]);
  expect([...row.subarray(60, 64)]).toEqual([0.15, 0.27, 0.33, 1].map((c) => expect.closeTo(c, 6)));
  // The torso is at x and at 0.7 + z.
  expect(row[95]).toBeCloseTo(row[0], 12);
  expect(row[97]).toBeCloseTo(0.7 + row[3], 12);
  expect([...row.subarray(119, 128)]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
});

test("a number of shapes that is not the model's is refused", async () => {
  const wrong = robotEnvironment("wrong", { ...HALF_CHEETAH, numGeoms: 8 }, targetVelocity(4));
  await expect(create(wrong, { report_geometry: true })).rejects.toThrow(
    "numGeoms: expected 9, as in the model, got 8",
  );
});
