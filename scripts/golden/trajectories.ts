/** Prints what our robots do, as JSON, for gymnasium_trajectories.py to check: see check.sh. */
import {
  configureEnv,
  createRng,
  createVectorEnv,
  type EnvDefinition,
  halfCheetah,
  spaceSize,
  type VectorEnv,
} from "../../envs/index.js";

const NUM_STEPS = 100;
const NUM_RESETS = 4000;
/** Bounds of the random actions; those beyond 1 are clipped, by us and by MuJoCo. */
const ACTION_SCALES = [0.1, 0.5, 1, 3];
const SEEDS = [0, 1, 2, 3, 4];

/** Agents from 0 to b m/s, close enough together to cover every velocity. */
const TARGETS = Float64Array.from({ length: 41 }, (_, i) => i / 10);

async function create(definition: EnvDefinition, numEnvs: number, seed: number): Promise<VectorEnv> {
  return createVectorEnv({ kind: configureEnv(definition), numEnvs, seed, parameters: TARGETS });
}

/** The infos of environment j by name. */
function readInfos({ spec, buffers }: VectorEnv, j: number): Record<string, number[]> {
  const width = buffers.infos.length / buffers.phases.length;
  let offset = j * width;
  return Object.fromEntries(
    spec.infos.map(({ name, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      offset += size;
      return [name, [...buffers.infos.subarray(offset - size, offset)]];
    }),
  );
}

/** One trajectory from a reset: the start, random actions and what each led to. */
async function playTrajectory(definition: EnvDefinition, seed: number, actionScale: number) {
  const env = await create(definition, 1, seed);
  const rng = createRng(seed, "actions");
  env.reset();
  const { qpos, qvel } = readInfos(env, 0);
  const steps = Array.from({ length: NUM_STEPS }, () => {
    const length = spaceSize(env.spec.actionSpace);
    const action = Float32Array.from({ length }, () => actionScale * (2 * rng.uniform() - 1));
    const { observations, rewards } = env.step(action);
    const infos = readInfos(env, 0);
    return { action: [...action], observation: [...observations], rewards: [...rewards], ...infos };
  });
  env.dispose();
  return { seed, actionScale, start: { qpos, qvel }, steps };
}

/** The first positions and velocities of many episodes, [R, nq] and [R, nv]. */
async function sampleResets(definition: EnvDefinition) {
  const env = await create(definition, 1, 0);
  const starts = Array.from({ length: NUM_RESETS }, () => {
    env.reset();
    return readInfos(env, 0);
  });
  env.dispose();
  return { qpos: starts.map(({ qpos }) => qpos), qvel: starts.map(({ qvel }) => qvel) };
}

/** How episodes of random actions end, one for each scale. */
async function playEpisodes(definition: EnvDefinition) {
  const env = await create(definition, ACTION_SCALES.length, 0);
  const rng = createRng(0, "actions");
  const size = spaceSize(env.spec.actionSpace);
  env.reset();
  const { terminated, truncated, episodeLengths, actions } = env.buffers;
  while (!terminated.includes(1) && !truncated.includes(1)) {
    env.step(actions.map((_, i) => ACTION_SCALES[Math.floor(i / size)] * (2 * rng.uniform() - 1)));
  }
  env.dispose();
  return { terminated: [...terminated], truncated: [...truncated], lengths: [...episodeLengths] };
}

async function play(definition: EnvDefinition) {
  const trajectories = [];
  for (const seed of SEEDS) {
    for (const scale of ACTION_SCALES) trajectories.push(await playTrajectory(definition, seed, scale));
  }
  const resets = await sampleResets(definition);
  return { trajectories, resets, episodes: await playEpisodes(definition) };
}

const robots = { "half-cheetah": await play(halfCheetah) };
process.stdout.write(JSON.stringify({ targets: [...TARGETS], robots }));
