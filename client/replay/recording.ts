import type { Frame } from "../../envs/index.js";
import type { Rng } from "../../envs/rng.js";
import { type PlayedStep, playSteps } from "../learner/play/steps.js";
import type { Representatives } from "../learner/representatives/representatives.js";
import type { Environments } from "../remote/environments/environments.js";

/** One step of one representative's episode. */
export interface RecordedStep {
  /** [n]. */
  readonly rewards: Float32Array;
  /** Name → numbers. */
  readonly infos: Readonly<Record<string, Float64Array>>;
  /** The environment's own picture after the step, if requested. */
  readonly picture?: Frame;
}

export interface RecordingConfig {
  /** Indices of the chosen representatives, from 0. */
  readonly chosen: readonly number[];
  /** Largest number of steps. */
  readonly maxSteps: number;
  /** Whether the environments render each step. */
  readonly pictures: boolean;
  /** Called after every step with the share of the steps that are done, between 0 and 1. */
  readonly onStep?: (share: number) => void;
}

/**
 * Plays one episode of each chosen representative, acting on its policy's mode.
 * @param environments - k environments, one per representative, with autoreset "next-step", which keeps the last state
 * @returns the steps of each chosen one
 */
export async function recordEpisodes(
  environments: Environments,
  representatives: Representatives,
  { chosen, maxSteps, pictures, onStep }: RecordingConfig,
  rng: Rng,
): Promise<RecordedStep[][]> {
  const recordings: RecordedStep[][] = chosen.map(() => []);
  const ended = new Set<number>();
  const options = { mode: "deterministic", rng, maxSteps, oneByOne: pictures } as const;
  let t = 0;
  for await (const step of playSteps(environments, representatives, options)) {
    for (const [i, j] of chosen.entries()) {
      if (ended.has(j)) continue;
      const picture = pictures ? await environments.render(j) : undefined;
      recordings[i].push({ ...ownPart(step, j, environments.numEnvs), picture });
      if (step.terminated[j] || step.truncated[j]) ended.add(j);
    }
    onStep?.(Math.max(ended.size / chosen.length, ++t / maxSteps));
    if (ended.size === chosen.length) break;
  }
  return recordings;
}

/** Copies of environment j's rows. */
function ownPart({ rewards, infos }: PlayedStep, j: number, numEnvs: number): RecordedStep {
  const row = <A extends Float32Array | Float64Array>(values: A): A => {
    const width = values.length / numEnvs;
    return values.slice(j * width, (j + 1) * width) as A;
  };
  const entries = Object.entries(infos).map(([name, values]) => [name, row(values)] as const);
  return { rewards: row(rewards), infos: Object.fromEntries(entries) };
}
