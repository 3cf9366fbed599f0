import { afterEach, expect, test, vi } from "vitest";
import { createRng } from "../../envs/index.js";
import { HALF_CHEETAH } from "../../envs/mujoco/half-cheetah.js";
import { createLocomotion } from "../../envs/mujoco/locomotion.js";
import { createSimulation, type Simulation } from "../../envs/mujoco/simulation.js";
import { targetVelocity } from "../../envs/mujoco/target-velocity.js";

const MODEL = new URL("../../envs/mujoco/half-cheetah.xml", import.meta.url);
const open: Simulation[] = [];

async function create(): Promise<Simulation> {
  const simulation = await createSimulation(MODEL, 5);
  open.push(simulation);
  return simulation;
}

afterEach(() => {
  for (const simulation of open.splice(0)) simulation.dispose();
});

const ACTION = Float32Array.of(1, -1, 0.5, -0.5, 0.25, 0);
const stateOf = ({ qpos, qvel }: Simulation) => [...qpos, ...qvel];

test("goes on when other simulations make WebAssembly's memory grow", async () => {
  const [a, b] = [await create(), await create()];
  a.step(ACTION);
  b.step(ACTION);
  const old = a.qpos;
  const bytes = old.buffer.byteLength;
  while (old.length > 0) await create();
  expect(a.qpos.buffer.byteLength).toBeGreaterThan(bytes);
  expect(stateOf(a)).toEqual(stateOf(b));
  for (let t = 0; t < 20; t++) {
    a.step(ACTION);
    b.step(ACTION);
  }
  expect(stateOf(a)).toEqual(stateOf(b));
});

test("400 fit a thread, and what is disposed is used again", async () => {
  const bytes = [];
  for (let round = 0; round < 8; round++) {
    const simulations = [];
    for (let j = 0; j < 400; j++) simulations.push(await createSimulation(MODEL, 5));
    simulations[399].step(ACTION);
    bytes.push(simulations[0].qpos.buffer.byteLength);
    for (const simulation of simulations) simulation.dispose();
  }
  expect(new Set(bytes.slice(1))).toEqual(new Set([bytes[1]]));
});

test("holds the controls for as many time steps as it was made with", async () => {
  const [five, one] = [await create(), await createSimulation(MODEL, 1)];
  open.push(one);
  five.step(ACTION);
  for (let i = 0; i < 5; i++) one.step(ACTION);
  expect(stateOf(one)).toEqual(stateOf(five));
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e11])("starts anew from a velocity of %d", async (bad) => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const simulation = await create();
  simulation.reset();
  const start = stateOf(simulation);
  simulation.step(ACTION);
  simulation.qvel[1] = bad;
  expect(simulation.step(ACTION)).toBe(false);
  expect(stateOf(simulation)).toEqual(start);
  expect(simulation.step(ACTION)).toBe(true);
  expect(warn.mock.calls.flat().join()).toMatch(/Nan, Inf or huge value in QVEL/);
  warn.mockRestore();
});

test("a robot whose simulation diverges has finite numbers and a terminal state", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const simulation = await create();
  const task = targetVelocity(4);
  const { features } = task.configure({ min_target_velocity: 0, max_target_velocity: 4 }, "");
  const options = { ...HALF_CHEETAH, terminateWhenUnhealthy: false };
  const env = createLocomotion(HALF_CHEETAH, { ...task, features }, simulation, options);
  const [observation, velocity] = [new Float32Array(17), new Float64Array(1)];
  env.reset(createRng(0));
  expect(env.step(ACTION, createRng(0))).toBe(false);
  simulation.qvel[0] = Number.NaN;
  expect(env.step(ACTION, createRng(0))).toBe(true);
  env.observe(observation);
  env.features(velocity);
  expect([...observation, ...velocity].every(Number.isFinite)).toBe(true);
  expect(velocity[0]).toBe(0);
  warn.mockRestore();
});
