import type { AgentParameter, RewardKernel } from "../env.js";
import type { OptionSpec, Options } from "../options.js";
import type { Rng } from "../rng.js";

/** A task for a robot: the features of a step, and each agent's reward for them. */
export interface Task {
  /** A sentence for a spec. */
  readonly description: string;
  /** Number of coordinates of the floor that the task uses: x, or x and y. */
  readonly numDirections: 1 | 2;
  /** Whether its features depend on contact forces, which take time to compute. */
  readonly usesContactForces: boolean;
  /** Default of the option `max_episode_steps`. */
  readonly maxEpisodeSteps: number;
  /** The task's own options. */
  readonly options: readonly OptionSpec[];
  /**
   * @param options - complete and checked each by itself
   * @param context - for errors, for example `env "hopper"`
   * @throws InvalidValueError at options that do not go together
   */
  configure(options: Options, context: string): ConfiguredTask;
}

/** A task with its options chosen. */
export interface ConfiguredTask {
  readonly rewardRange: readonly [low: number, high: number];
  readonly agentParameters: readonly AgentParameter[];
  /** f. */
  readonly numFeatures: number;
  /** @param out - [f] */
  features(step: LocomotionStep, out: Float64Array): void;
  readonly rewards: RewardKernel;
  /** @returns θ of one agent, [p] */
  sampleAgent(rng: Rng): readonly number[];
}

/** Results of a robot's latest step. */
export interface LocomotionStep {
  /** Mean velocity of the step along x (and y), in m/s. */
  readonly velocity: Float64Array;
  /** ‖a‖², of the action applied. */
  readonly squaredAction: number;
  /** cfrc_ext, [bodies, 6]: torques in N m and forces in N that contacts put on bodies, if the task uses them. */
  readonly contactForces: Float64Array;
}
