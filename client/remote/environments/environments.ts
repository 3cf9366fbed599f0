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
