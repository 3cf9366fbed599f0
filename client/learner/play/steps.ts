import type { Environments, FinishedEpisode, RolloutPiece } from "../../remote/environments/environments.js";
import type { Representatives } from "../representatives/representatives.js";
import { createPlayer, type PlayerOptions } from "./player.js";
import { putRows } from "./rows.js";

/** Results of one step of all environments. */
export interface PlayedStep {
  /** [N, d]: what the policies acted on. */
  readonly observations: Float32Array;
  /** [N, n]. */
  readonly rewards: Float32Array;
  /** [N], 0 or 1. */
  readonly terminated: Uint8Array;
  /** [N], 0 or 1. */
  readonly truncated: Uint8Array;
  readonly finished: readonly FinishedEpisode[];
  /** The requested infos, name → [N, …]. */
  readonly infos: Readonly<Record<string, Float64Array>>;
}

export interface StepsOptions extends PlayerOptions {
  /** Largest number of steps. */
  readonly maxSteps: number;
  /** Whether environments must stay where each step left them until the caller asks for the next one. */
  readonly oneByOne?: boolean;
}

/**
 * Resets environments, lets representatives act in them, and yields one step after the other. Unless `oneByOne` is set,
 * environments may be some steps ahead.
 */
export async function* playSteps(
  environments: Environments,
  representatives: Representatives,
  { maxSteps, oneByOne = false, ...options }: StepsOptions,
): AsyncGenerator<PlayedStep> {
  const player = createPlayer(environments, representatives, options);
  let observations = await environments.reset();
  for (let t = 0; t < maxSteps; ) {
    const numSteps = Math.min(oneByOne ? 1 : player.stride, maxSteps - t);
    const steps = createSteps(environments, numSteps);
    // The next step may overwrite them.
    const first = observations.slice();
    const played = await player.play(observations, numSteps, steps.take);
    for (let s = 0; s < numSteps; s++) {
      const acted = s === 0 ? first : steps.ledTo(s - 1);
      yield {
        ...steps.at(s),
        observations: acted,
        finished: played.finished.filter(({ step }) => step === s),
      };
    }
    observations = played.observations;
    t += numSteps;
  }
}

/** Makes room for the results of S steps of all environments. */
function createSteps({ numEnvs: N, observationSize, spec }: Environments, S: number) {
  const observations = new Float32Array(S * N * observationSize);
  const rewards = new Float32Array(S * N * spec.numAgents);
  const terminated = new Uint8Array(S * N);
  const truncated = new Uint8Array(S * N);
  const infos: Record<string, Float64Array> = {};
  const at = <A extends Float32Array | Float64Array | Uint8Array>(array: A, s: number): A => {
    const width = array.length / S;
    return array.subarray(s * width, (s + 1) * width) as A;
  };
  return {
    take(piece: RolloutPiece): void {
      putRows(observations, piece.observations, piece, N);
      putRows(rewards, piece.rewards, piece, N);
      putRows(terminated, piece.terminated, piece, N);
      putRows(truncated, piece.truncated, piece, N);
      for (const [name, rows] of Object.entries(piece.infos)) {
        infos[name] ??= new Float64Array((S * N * rows.length) / (piece.numSteps * piece.numEnvs));
        putRows(infos[name], rows, piece, N);
      }
    },
    /** Where a step led. */
    ledTo: (s: number) => at(observations, s),
    at: (s: number) => ({
      rewards: at(rewards, s),
      terminated: at(terminated, s),
      truncated: at(truncated, s),
      infos: Object.fromEntries(Object.entries(infos).map(([name, values]) => [name, at(values, s)])),
    }),
  };
}
