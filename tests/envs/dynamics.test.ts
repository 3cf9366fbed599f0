import { afterEach, describe, expect, test } from "vitest";
import { type Dynamics, MJCF_DYNAMICS } from "../../envs/mujoco/dynamics.js";
import { HALF_CHEETAH } from "../../envs/mujoco/half-cheetah.js";
import { HOPPER } from "../../envs/mujoco/hopper.js";
import type { Robot } from "../../envs/mujoco/robot.js";
import { createSimulation, type Simulation } from "../../envs/mujoco/simulation.js";

const open: Simulation[] = [];

async function create({ model, frameSkip }: Robot, changed: Partial<Dynamics> = {}): Promise<Simulation> {
  const simulation = await createSimulation(model, frameSkip, { ...MJCF_DYNAMICS, ...changed });
  open.push(simulation);
  return simulation;
}

afterEach(() => {
  for (const simulation of open.splice(0)) simulation.dispose();
});

const stateOf = ({ qpos, qvel }: Simulation) => [...qpos, ...qvel];
const ACTION = Float32Array.of(1, -1, 0.5, -0.5, 0.25, 0);
const STILL = new Float32Array(6);

/** The hopper's first step in the air: its height's second difference over time, in m/s². */
async function fall(gravity: number): Promise<number> {
  const hopper = await create(HOPPER, { gravity });
  hopper.qpos[1] = 10;
  hopper.forward();
  hopper.step(new Float32Array(3));
  return hopper.qvel[1] / HOPPER.dt;
}

describe("dynamics", () => {
  test("a hopper in the air falls with gravity times its factor", async () => {
    expect(await fall(1)).toBeCloseTo(-9.81, 1);
    expect(await fall(2)).toBeCloseTo(2 * -9.81, 1);
    expect(await fall(0)).toBeCloseTo(0, 6);
  });

  test("motors turn joints with their forces times their factor", async () => {
    const [one, half, none] = await Promise.all(
      [1, 0.5, 0].map((motors) => create(HALF_CHEETAH, { motors })),
    );
    for (const simulation of [one, half, none]) simulation.step(ACTION);
    // The gears of the MJCF, for joints 3 to 8 of the velocities.
    const torques = [120, -90, 30, -60, 15, 0];
    torques.forEach((torque, joint) => {
      expect(one.qfrc_actuator[3 + joint]).toBeCloseTo(torque, 9);
      expect(half.qfrc_actuator[3 + joint]).toBeCloseTo(torque / 2, 9);
      expect(none.qfrc_actuator[3 + joint]).toBeCloseTo(0, 9);
    });
  });

  test("a cheetah slides further the less friction there is", async () => {
    const distances = [];
    for (const friction of [0, 0.5, 1, 2]) {
      const cheetah = await create(HALF_CHEETAH, { friction });
      for (let t = 0; t < 40; t++) cheetah.step(STILL);
      const start = cheetah.qpos[0];
      cheetah.qvel[0] += 3;
      for (let t = 0; t < 20; t++) cheetah.step(STILL);
      distances.push(cheetah.qpos[0] - start);
    }
    expect(distances).toEqual(distances.toSorted((a, b) => b - a));
    // Without friction nothing slows it: 20 steps of 0.05 s at 3 m/s.
    expect(distances[0]).toBeGreaterThan(2.5);
    expect(distances[3]).toBeLessThan(1.5);
  });

  test("are each simulation's own, though simulations of a thread share a model", async () => {
    const changes = [{}, { gravity: 0.5, friction: 2, motors: 1.5 }, {}];
    const together = await Promise.all(changes.map((changed) => create(HALF_CHEETAH, changed)));
    for (let t = 0; t < 30; t++) for (const simulation of together) simulation.step(ACTION);
    for (const [i, changed] of changes.entries()) {
      const alone = await create(HALF_CHEETAH, changed);
      for (let t = 0; t < 30; t++) alone.step(ACTION);
      expect(stateOf(together[i])).toEqual(stateOf(alone));
    }
    expect(stateOf(together[0])).not.toEqual(stateOf(together[1]));
  });
});
