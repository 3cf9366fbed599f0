/** Prints what our robots do, a line of JSON each, for gymnasium_trajectories.py to check: see check.sh. */
import {
  ant,
  antDirection,
  boxBounds,
  configureEnv,
  createRng,
  createVectorEnv,
  type EnvDefinition,
  type EnvKind,
  halfCheetah,
  halfCheetahVelocity,
  hopper,
  humanoidDirection,
  type Rng,
  type Space,
  spaceSize,
  type VectorEnv,
  walker2d,
} from "../../envs/index.js";

const ENVIRONMENTS = [
  halfCheetah,
  hopper,
  walker2d,
  ant,
  halfCheetahVelocity,
  antDirection,
  humanoidDirection,
];
const NUM_STEPS = 100;
const NUM_RESETS = 4000;
const NUM_AGENTS = 41;
/** Bounds of the random actions, in those of the robot; what is beyond is clipped, by us and by MuJoCo. */
const ACTION_SCALES = [0.1, 0.5, 1, 3];
const SEEDS = [0, 1, 2, 3, 4];

/** With which a robot goes on after its fall; the cheetah has none. */
const NEVER_TERMINATED = { terminate_when_unhealthy: false };
/** With which a robot starts thrown about, some on their heads, and falls. */
const THROWN = { reset_noise_scale: 0.5 };

async function create(
  definition: EnvDefinition,
  numEnvs: number,
  seed: number,
  options: Record<string, unknown> = {},
): Promise<VectorEnv> {
  const kind = configureEnv(definition, options);
  return createVectorEnv({ kind, numEnvs, seed, parameters: spreadAgents(kind), autoreset: "disabled" });
}

/** Agents over the whole range of what they can want, close enough together to cover it. */
function spreadAgents({ spec }: EnvKind): Float64Array {
  const [{ minimum, maximum }] = spec.agentParameters;
  return Float64Array.from(
    { length: NUM_AGENTS },
    (_, i) => minimum + (i * (maximum - minimum)) / (NUM_AGENTS - 1),
  );
}

/** @param scale - in the bounds of the space, which are the same for all motors */
function randomAction(space: Space, scale: number, rng: Rng): number[] {
  const bound = scale * (space.kind === "box" ? boxBounds(space, 0)[1] : 1);
  return Array.from({ length: spaceSize(space) }, () => bound * (2 * rng.uniform() - 1));
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

/** One trajectory from a reset, until its end if it has one: the start, random actions and what each led to. */
async function playTrajectory(
  definition: EnvDefinition,
  seed: number,
  actionScale: number,
  options: Record<string, unknown>,
) {
  const env = await create(definition, 1, seed, options);
  const rng = createRng(seed, "actions");
  env.reset();
  const start = readInfos(env, 0);
  const steps = [];
  while (steps.length < NUM_STEPS && !env.buffers.terminated[0]) {
    const action = Float32Array.from(randomAction(env.spec.actionSpace, actionScale, rng));
    const { observations, rewards, terminated } = env.step(action);
    const arrays = { action: [...action], observation: [...observations], rewards: [...rewards] };
    steps.push({ ...arrays, terminated: [...terminated], ...readInfos(env, 0) });
  }
  env.dispose();
  return { seed, actionScale, options, start, steps };
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

/** How episodes of random actions end that nothing but their limit does, one for each scale. */
async function playEpisodes(definition: EnvDefinition, options: Record<string, unknown>) {
  const env = await create(definition, ACTION_SCALES.length, 0, options);
  const rng = createRng(0, "actions");
  env.reset();
  const { terminated, truncated, episodeLengths } = env.buffers;
  while (!terminated.includes(1) && !truncated.includes(1)) {
    env.step(ACTION_SCALES.flatMap((scale) => randomAction(env.spec.actionSpace, scale, rng)));
  }
  env.dispose();
  return { terminated: [...terminated], truncated: [...truncated], lengths: [...episodeLengths] };
}

async function play(definition: EnvDefinition) {
  const falls = definition.options.some(({ name }) => name === "terminate_when_unhealthy");
  const endless = falls ? NEVER_TERMINATED : {};
  const variants = falls ? [{}, endless, { ...endless, ...THROWN }] : [{}, THROWN];
  const trajectories = [];
  for (const seed of SEEDS) {
    for (const scale of ACTION_SCALES) {
      for (const options of variants) {
        trajectories.push(await playTrajectory(definition, seed, scale, options));
      }
    }
  }
  const agents = [...spreadAgents(configureEnv(definition))];
  const resets = await sampleResets(definition);
  const episodes = await playEpisodes(definition, endless);
  return { environment: definition.id, agents, trajectories, resets, episodes };
}

for (const definition of ENVIRONMENTS) console.log(JSON.stringify(await play(definition)));
