import type { ActionArray, Frame, Space } from "../../../envs/index.js";
import type { EnvironmentSpec } from "../../../proto/index.js";

/** An episode that ended with the latest step. */
export interface FinishedEpisode {
  /** Index of the environment, 0 … N − 1. */
  readonly environment: number;
  /** Number of steps. */
  readonly length: number;
  /** [n]; undiscounted. */
  readonly returns: Float32Array;
  /** [d]; the last state of the episode. */
  readonly finalObservation: Float32Array;
}

/** Result of a step. The next step overwrites the arrays. */
export interface EnvironmentsStep {
  /** [N, d]; in "same-step" mode, the first observation of the new episode where an episode ended. */
  readonly observations: Float32Array;
  /** [N, n]. */
  readonly rewards: Float32Array;
  /** [N], 0 or 1. */
  readonly terminated: Uint8Array;
  /** [N], 0 or 1. */
  readonly truncated: Uint8Array;
  readonly finished: readonly FinishedEpisode[];
  /** The requested infos, name → [N, …]. Where an episode ended, they are those of its last step. */
  readonly infos: Readonly<Record<string, Float64Array>>;
  /** Seconds that the servers took for the step. */
  readonly seconds: number;
}

/** A policy that acts on the servers. */
export interface Policy {
  /** For errors. */
  readonly name: string;
  /** A file in ONNX format, as `caucus export` writes it. */
  readonly model: Uint8Array;
}

/** A request for a rollout of all environments. */
export interface RolloutOrder {
  readonly policies: readonly Policy[];
  /** [N]: which policy acts in each environment. */
  readonly policyOf: Int32Array;
  /** S. */
  readonly numSteps: number;
  /** Whether actions are drawn at random; otherwise the most likely ones are taken. */
  readonly sampled: boolean;
  /** The seed of the noise that actions are drawn with, below 2^32. */
  readonly noiseSeed: number;
  /** Number of earlier steps with the same noise seed. */
  readonly firstStep: number;
}

/** An episode that ended in a rollout. */
export interface RolloutEpisode extends FinishedEpisode {
  /** The step that ended it, from 0. */
  readonly step: number;
}

/** Some steps of some environments of a rollout. The arrays have memory of their own. */
export interface RolloutPiece {
  /** The first of the steps, S of them, counted from the rollout's first. */
  readonly firstStep: number;
  readonly numSteps: number;
  /** The first of the environments, N of them. */
  readonly firstRow: number;
  readonly numEnvs: number;
  /** [S, N, d]: what each step led to; the new episode's first where one ended, in "same-step". */
  readonly observations: Float32Array;
  /** [S, N, a] or [S, N]; unclipped. */
  readonly actions: ActionArray;
  /** [S, N, n]. */
  readonly rewards: Float32Array;
  /** [S, N], 0 or 1. */
  readonly terminated: Uint8Array;
  /** [S, N], 0 or 1. */
  readonly truncated: Uint8Array;
  /** As asked for; name → [S, N, …]. Of the last step of an episode where one ended. */
  readonly infos: Readonly<Record<string, Float64Array>>;
}

/**
 * Receives the pieces of a rollout, whose arrays may be overwritten after the call. If a server is lost, it receives some
 * pieces again, with the same contents.
 */
export type TakePiece = (piece: RolloutPiece) => void;

/** Results of a rollout besides its pieces. */
export interface RolloutEnd {
  /** Sorted by step, and by environment within a step. */
  readonly finished: readonly RolloutEpisode[];
  /** Seconds that policies took to act. */
  readonly actingSeconds: number;
  /** Seconds that environments took to step. */
  readonly steppingSeconds: number;
}

/** N environments on one or several servers. */
export interface Environments {
  readonly spec: EnvironmentSpec;
  readonly actionSpace: Space;
  /** d. */
  readonly observationSize: number;
  /** N. */
  readonly numEnvs: number;
  /** θ, [n, p]. */
  readonly agentParameters: Float64Array;
  /** @returns observations, [N, d] */
  reset(): Promise<Float32Array>;
  /** @param actions - [N, a] or [N] */
  step(actions: ActionArray): Promise<EnvironmentsStep>;
  /** Environment j is seeded with this + j. */
  readonly seed: number;
  /** Bytes of policies that every server takes; 0 if one of them takes none. */
  readonly maxPolicyBytes: number;
  /** Lets policies act on the servers; only if every server takes policies. */
  rollout(order: RolloutOrder, take: TakePiece): Promise<RolloutEnd>;
  /** @returns one state per environment */
  saveStates(): Promise<Uint8Array[]>;
  /** @returns observations, [N, d] */
  restoreStates(states: readonly Uint8Array[]): Promise<Float32Array>;
  /** Renders environment j. */
  render(j: number): Promise<Frame>;
  close(): Promise<void>;
}

/** Configuration of environments. */
export interface EnvironmentsConfig {
  readonly environmentId: string;
  readonly options: Readonly<Record<string, number | boolean>>;
  readonly numEnvs: number;
  /** Environment j is seeded with seed + j, on whichever server it is. */
  readonly seed: number;
  /** n. */
  readonly numAgents: number;
  readonly agentsSeed: number;
  /** θ, [n, p], instead of agents sampled from the seed. */
  readonly agentParameters?: Float64Array;
  /** Names of infos to report. */
  readonly infos: readonly string[];
  /**
   * When an environment is reset: in the step that ends its episode (the default), or in the next step, so that the last
   * state can be rendered.
   */
  readonly autoreset?: "same-step" | "next-step";
}
