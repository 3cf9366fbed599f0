import type { Options } from "./options.js";
import type { Rng } from "./rng.js";
import type { ActionArray, Box, Space } from "./space.js";

/** One environment: a state, an action, and what rewards depend on. It knows neither agents nor time limits. */
export interface Env {
  /** Starts an episode. */
  reset(rng: Rng): void;
  /**
   * @param action - [a], inside the action space
   * @returns whether the state reached is terminal
   */
  step(action: ActionArray, rng: Rng): boolean;
  /** @param out - [d], the observation */
  observe(out: Float32Array): void;
  /** @param out - [f], what the latest step's rewards are a function of */
  features(out: Float64Array): void;
  /** @param out - the infos of the spec, one after the other */
  infos(out: Float64Array): void;
  /** The whole state, so that `restore` on any environment of the same kind goes on bit for bit. */
  save(): Uint8Array;
  /**
   * `save` then gives these bytes again.
   * @param state - of any content: a client may have made it up
   * @throws at bytes that no environment of the kind gives; a VectorEnv then restores what was before
   */
  restore(state: Uint8Array): void;
  /** Only if the spec names "rgb_array". */
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
  /** Whether only whole numbers will do. */
  readonly integer: boolean;
}

/** A quantity beside observation and reward, for figures and analysis. */
export interface InfoSpec {
  readonly name: string;
  readonly dtype: "float64" | "int32" | "bool";
  readonly shape: readonly number[];
  readonly unit: string;
  readonly description: string;
}

/** What an environment with given options is. */
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
  /** Steps after which an episode is truncated; 0 is never. */
  readonly maxEpisodeSteps: number;
  /** Seconds a step; 0 where time has no unit. */
  readonly dt: number;
  readonly renderModes: readonly "rgb_array"[];
  /** Undiscounted returns times this are on the scale of published results. */
  readonly reportScale: number;
}

/** An environment with its options chosen: what is needed to make many of it. */
export interface EnvKind {
  readonly spec: EnvSpec;
  /** As chosen, and the defaults of the others. */
  readonly options: Options;
  /** f. */
  readonly numFeatures: number;
  readonly rewards: RewardKernel;
  /** Bytes of memory that one environment takes, beside its rows of VectorBuffers; a server assumes 64 KiB if left out. */
  readonly bytesPerEnvironment?: number;
  /**
   * @param numAgents - n, a whole number from 1
   * @returns θ, [n, p]
   * @throws InvalidValueError if the environment has no such number of agents
   */
  sampleAgents(numAgents: number, rng: Rng): Float64Array;
  create(): Promise<Env>;
}
