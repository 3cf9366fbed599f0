import type { AgentParameter, RewardKernel } from "../env.js";
import type { OptionSpec, Options } from "../options.js";
import type { Rng } from "../rng.js";

/** What agents want of a robot: which features it takes from a step, and what they are worth to whom. */
export interface Task {
  /** A sentence for a spec. */
  readonly description: string;
  /** Coordinates of the floor that it is about: x, or x and y. */
  readonly numDirections: 1 | 2;
  /** Whether its features depend on contact forces, which take time to work out. */
  readonly usesContactForces: boolean;
  /** Default of the option `max_episode_steps`. */
  readonly maxEpisodeSteps: number;
  /** Options of its own. */
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

/** What a robot's latest step came to. */
export interface LocomotionStep {
  /** How far the robot came, a second, along x (and y), in m/s. */
  readonly velocity: Float64Array;
  /** ‖a‖², of the action applied. */
  readonly squaredAction: number;
  /** cfrc_ext, [bodies, 6]: torques in N m and forces in N that contacts put on bodies, if the task uses them. */
  readonly contactForces: Float64Array;
}
