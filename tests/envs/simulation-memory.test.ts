// What memory simulations take of WebAssembly's, and what happens when there is no more of it.
import { describe, expect, it } from "vitest";
import { createRng } from "../../envs/index.js";
import { antRobot } from "../../envs/mujoco/ant.js";
import { createData, dataBytes, deleteData } from "../../envs/mujoco/data-memory.js";
import { HALF_CHEETAH } from "../../envs/mujoco/half-cheetah.js";
import { HOPPER } from "../../envs/mujoco/hopper.js";
import { HUMANOID } from "../../envs/mujoco/humanoid.js";
import { loadModel } from "../../envs/mujoco/model.js";
import type { Robot } from "../../envs/mujoco/robot.js";
import { createSimulation, type Simulation } from "../../envs/mujoco/simulation.js";
import { WALKER2D } from "../../envs/mujoco/walker2d.js";

const ROBOTS: [string, Robot][] = [
  ["half-cheetah", HALF_CHEETAH],
  ["hopper", HOPPER],
  ["walker2d", WALKER2D],
  ["ant", antRobot(0.4)],
  ["humanoid", HUMANOID],
];

const create = ({ model, frameSkip }: Robot) => createSimulation(model, frameSkip);

/** From one simulation to the next in WebAssembly's memory. */
function medianDistance(simulations: readonly Simulation[]): number {
  const places = simulations.map(({ qpos }) => qpos.byteOffset).sort((a, b) => a - b);
  const distances = places.slice(1).map((place, i) => place - places[i]);
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)];
}

describe.each(ROBOTS)("%s", (_, robot) => {
  it("takes as much memory as it says, or up to a quarter less", async () => {
    const simulations: Simulation[] = [];
    for (let i = 0; i < 100; i++) simulations.push(await create(robot));
    const measured = medianDistance(simulations);
    for (const simulation of simulations) simulation.dispose();
    expect(robot.bytesPerSimulation).toBeGreaterThanOrEqual(measured);
    expect(robot.bytesPerSimulation).toBeLessThanOrEqual(1.25 * measured);
    const { mujoco, model } = await loadModel(robot.model);
    const data = createData(mujoco, model);
    expect(dataBytes(data)).toBeGreaterThanOrEqual(measured);
    deleteData(data);
  });

  it("is looked at without more memory", async () => {
    const simulation = await create(robot);
    const { mujoco } = await loadModel(robot.model);
    const made = mujoco.MjData;
    mujoco.MjData = class {
      constructor() {
        throw new Error("made to look at it");
      }
    } as unknown as typeof made;
    try {
      expect(simulation.geometry().types).toHaveLength(robot.numGeoms);
    } finally {
      mujoco.MjData = made;
      simulation.dispose();
    }
  });
});

it("one more than fits is refused, and the others go on", async () => {
  const rest: Simulation[] = [];
  const fill = async () => {
    for (;;) rest.push(await create(HUMANOID));
  };
  const refusal =
    /^no memory for another simulation: simulations take \d+ of 2080374784 bytes of this thread's WebAssembly memory$/;
  await expect(fill()).rejects.toThrow(refusal);
  for (let i = 0; i < 1000; i++) await expect(create(HUMANOID)).rejects.toThrow(refusal);
  const count = rest.length;
  expect(count).toBeGreaterThan(2000);
  const [first, last] = [rest[0], rest[count - 1]];
  const step = (simulation: Simulation) => {
    simulation.restore(first.save());
    simulation.step(new Float64Array(17).fill(0.1));
    expect(simulation.geometry().types).toHaveLength(HUMANOID.numGeoms);
    return [...simulation.qpos];
  };
  const rng = createRng(0);
  first.qvel.set(first.qvel.map(() => rng.normal()));
  const state = first.save();
  expect(step(last)).toEqual(step(first));
  first.restore(state);
  for (const simulation of rest.splice(10)) simulation.dispose();
  const again = await create(HUMANOID);
  expect(step(again)).toEqual(step(first));
  again.dispose();
  await expect(fill()).rejects.toThrow(refusal);
  expect(rest).toHaveLength(count);
  for (const simulation of rest) simulation.dispose();
});

it("memory is given back once", async () => {
  const { mujoco, model } = await loadModel(HOPPER.model);
  const data = createData(mujoco, model);
  deleteData(data);
  deleteData(data);
  const simulation = await create(HOPPER);
  simulation.dispose();
  simulation.dispose();
});
