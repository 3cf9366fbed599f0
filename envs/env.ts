import type { Options } from "./options.js";
import type { Rng } from "./rng.js";
import type { ActionArray, Box, Space } from "./space.js";

/** One environment, with a state, an action, and the features that rewards depend on. It knows no agents or time limits. */
export interface Env {
  /** Starts an episode. */
  reset(rng: Rng): void;
  /**
   * @param action - [a], inside the action space
   * @returns whether the new state is terminal
   */
  step(action: ActionArray, rng: Rng): boolean;
  /**
   * Whether the latest step ended the episode in a state that is not terminal, for a reason of the environment's own.
   * Left out if only the spec's limit truncates episodes.
   */
  truncated?(): boolean;
  /** @param out - [d], the observation */
  observe(out: Float32Array): void;
  /** @param out - [f], the features of the latest step, from which rewards are computed */
  features(out: Float64Array): void;
  /** @param out - the infos of the spec, one after the other */
  infos(out: Float64Array): void;
  /** The whole state, so that `restore` on any environment of the same kind goes on bit for bit. */
  save(): Uint8Array;
  /**
   * Restores a state. Afterwards `save` returns the same bytes.
   * @param state - may have any content, since a client may have made it up
   * @throws at bytes that no environment of the kind saves; a VectorEnv then restores the previous state
   */
  restore(state: Uint8Array): void;
  /** Renders the environment; present only if the spec names "rgb_array". */
  render?(): Frame;
  dispose(): void;
}

/** An RGB picture, row by row from the top left: data is [height, width, 3]. */
export interface Frame {
  readonly height: number;
  readonly width: number;
  readonly data: Uint8Array;
}

/**
 * The rewards of one step for all agents.
 * @param features - [f]
 * @param parameters - θ, [n, p]
 * @param rewards - [n], written
 */
export type RewardKernel = (features: Float64Array, parameters: Float64Array, rewards: Float32Array) => void;

/** A column of the agents' parameters θ [n, p]. */
export interface AgentParameter {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Whether the parameter must be a whole number. */
  readonly integer: boolean;
}

/** A quantity besides observation and reward, for figures and analysis. */
export interface InfoSpec {
  readonly name: string;
  readonly dtype: "float64" | "float32" | "int32" | "uint8" | "bool";
  readonly shape: readonly number[];
  readonly unit: string;
  readonly description: string;
}

/** Description of an environment with given options. */
export interface EnvSpec {
  readonly id: string;
  readonly description: string;
  /** Shape [d]. */
  readonly observationSpace: Box;
  readonly actionSpace: Space;
  /** Bounds of a reward. */
  readonly rewardRange: readonly [low: number, high: number];
  readonly agentParameters: readonly AgentParameter[];
  readonly infos: readonly InfoSpec[];
  /** Steps after which an episode is truncated; 0 means never. */
  readonly maxEpisodeSteps: number;
  /** Seconds per step; 0 if time has no unit. */
  readonly dt: number;
  readonly renderModes: readonly "rgb_array"[];
  /** Factor that brings undiscounted returns to the scale of published results. */
  readonly reportScale: number;
}

/** An environment with chosen options, from which many instances can be made. */
export interface EnvKind {
  readonly spec: EnvSpec;
  /** The chosen options, with defaults for the others. */
  readonly options: Options;
  /** f. */
  readonly numFeatures: number;
  readonly rewards: RewardKernel;
  /** Bytes of memory of one environment, without its rows of VectorBuffers; a server assumes 64 KiB if left out. */
  readonly bytesPerEnvironment?: number;
  /**
   * @param numAgents - n, a whole number from 1
   * @returns θ, [n, p]
   * @throws InvalidValueError if the environment does not allow this number of agents
   */
  sampleAgents(numAgents: number, rng: Rng): Float64Array;
  create(): Promise<Env>;
}
