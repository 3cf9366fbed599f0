import type { ActionArray, Frame, Space } from "../../../envs/index.js";
import type { EnvironmentSpec } from "../../../proto/index.js";

/** An episode that ended with the latest step. */
export interface FinishedEpisode {
  /** Which environment, 0 … N − 1. */
  readonly environment: number;
  /** Steps. */
  readonly length: number;
  /** [n]; undiscounted. */
  readonly returns: Float32Array;
  /** [d]; the last state of the episode. */
  readonly finalObservation: Float32Array;
}

/** What a step gave; arrays are rewritten by the next one. */
export interface EnvironmentsStep {
  /** [N, d]; the new episode's first where one ended, in "same-step". */
  readonly observations: Float32Array;
  /** [N, n]. */
  readonly rewards: Float32Array;
  /** [N], 0 or 1. */
  readonly terminated: Uint8Array;
  /** [N], 0 or 1. */
  readonly truncated: Uint8Array;
  readonly finished: readonly FinishedEpisode[];
  /** As asked for; name → [N, …]. Of the last step of an episode where one ended. */
  readonly infos: Readonly<Record<string, Float64Array>>;
  /** Seconds the servers took to step. */
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
  /** @returns one state an environment */
  saveStates(): Promise<Uint8Array[]>;
  /** @returns observations, [N, d] */
  restoreStates(states: readonly Uint8Array[]): Promise<Float32Array>;
  /** A picture of environment j. */
  render(j: number): Promise<Frame>;
  close(): Promise<void>;
}

/** What environments to make. */
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
   * What resets an environment: the step that ends its episode, unless told otherwise, or the one after, so
   * that the last state can be looked at.
   */
  readonly autoreset?: "same-step" | "next-step";
}
