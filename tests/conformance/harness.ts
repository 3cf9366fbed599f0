import { onTestFinished } from "vitest";
import {
  type AutoresetMode,
  boxBounds,
  configureEnv,
  createRng,
  createVectorEnv,
  type EnvDefinition,
  type Rng,
  resolveAgents,
  type Space,
  spaceSize,
  type VectorEnv,
} from "../../envs/index.js";

/** What a suite is about. */
export interface Subject {
  readonly definition: EnvDefinition;
  /** Options with which episodes are short enough for a test to see many. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether all episodes start alike. */
  readonly deterministicReset: boolean;
  /** Whether episodes start in one of a few states, so that some of them start alike. */
  readonly fewStarts: boolean;
}

export interface Setup {
  readonly numEnvs?: number;
  readonly seed?: number;
  readonly autoreset?: AutoresetMode;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly parameters?: Float64Array;
}

/** A VectorEnv that the end of the test disposes; three environments of the default agents unless told. */
export async function createEnv(subject: Subject, setup: Setup = {}): Promise<VectorEnv> {
  const { numEnvs = 3, seed = 0, autoreset } = setup;
  const kind = configureEnv(subject.definition, { ...subject.options, ...setup.options });
  const count = subject.definition.defaultNumAgents;
  const parameters = setup.parameters ?? resolveAgents(kind, { count, seed: 0 });
  const env = await createVectorEnv({ kind, numEnvs, seed, autoreset, parameters });
  onTestFinished(() => env.dispose());
  return env;
}

/** One environment's action, uniform in its space; N(0, 1) where a Box has no bound. */
export function sampleAction(space: Space, rng: Rng): number[] {
  if (space.kind === "discrete") return [rng.integer(space.n)];
  return Array.from({ length: spaceSize(space) }, (_, i) => {
    const [low, high] = boxBounds(space, i);
    return Number.isFinite(high - low) ? low + (high - low) * rng.uniform() : rng.normal();
  });
}

/** Actions of all environments. */
export function sampleActions({ spec, numEnvs }: VectorEnv, rng: Rng): number[] {
  return Array.from({ length: numEnvs }, () => sampleAction(spec.actionSpace, rng)).flat();
}

/** Row j of an array that has a row an environment. */
export function row(env: VectorEnv, array: ArrayLike<number>, j: number): number[] {
  const width = array.length / env.numEnvs;
  return Array.from({ length: width }, (_, i) => array[j * width + i]);
}

/** What the latest step gave environment j. */
export function readStep(env: VectorEnv, j: number) {
  const { observations, rewards, terminated, truncated, infos } = env.buffers;
  return {
    observation: row(env, observations, j),
    rewards: row(env, rewards, j),
    terminated: terminated[j],
    truncated: truncated[j],
    infos: row(env, infos, j),
  };
}

export type Step = ReturnType<typeof readStep>;

/** Plays random actions; @returns what each step gave each environment, [T][N]. */
export function play(env: VectorEnv, numSteps: number, rng: Rng = createRng(0, "actions")): Step[][] {
  return Array.from({ length: numSteps }, () => {
    env.step(sampleActions(env, rng));
    return Array.from({ length: env.numEnvs }, (_, j) => readStep(env, j));
  });
}
