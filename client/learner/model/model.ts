import type { Space } from "../../../envs/index.js";
import type { Rng } from "../../../envs/rng.js";
import type { Agents, Assigner } from "../../assignment/assigners/assigner.js";
import type { TrainConfig } from "../../config/train-config.js";
import { type Arrays, ndArray } from "../../jit/nd-array.js";
import type { AdamState } from "../../ops/adam.js";
import { type ActorConfig, actorLayout } from "./actor.js";
import { type CriticConfig, criticLayout } from "./critic.js";
import { initializeParameters, type ParameterLayout } from "./parameters.js";

/** The sizes of an r-MDP and its learner. */
export interface Sizes {
  /** k. */
  readonly numRepresentatives: number;
  /** n. */
  readonly numAgents: number;
  /** d. */
  readonly observationSize: number;
  readonly actionSpace: Space;
}

/** What is learnt, as shapes: the networks and the assigner. */
export interface Model {
  readonly sizes: Sizes;
  readonly actor: ActorConfig;
  readonly actorLayout: ParameterLayout;
  readonly critic: CriticConfig;
  readonly criticLayout: ParameterLayout;
  readonly assigner: Assigner;
}

/** What is learnt, as numbers; the assignment's θ is the assigner's parameters, [k · n]. */
export type ModelState = {
  readonly actor: AdamState;
  readonly critic: AdamState;
  readonly assignment: AdamState;
};

export function createModel(sizes: Sizes, assigner: Assigner, config: TrainConfig): Model {
  const { hiddenSizes } = config;
  const actor: ActorConfig = {
    ...sizes,
    hiddenSizes,
    initialLogStd: config.initialLogStd,
    learnLogStd: config.learnLogStd,
    squashMean: config.squashMean,
    ...(config.revisions === null ? {} : { revisions: config.revisions }),
  };
  const critic: CriticConfig = { ...sizes, hiddenSizes, conditioning: config.criticConditioning };
  return {
    sizes,
    actor,
    actorLayout: actorLayout(actor),
    critic,
    criticLayout: criticLayout(critic),
    assigner,
  };
}

/** A model's state between updates. */
export type StoredState = Arrays<ModelState>;

export function initializeModel(model: Model, rng: Rng, agents?: Agents): StoredState {
  return {
    actor: adamStart(initializeParameters(model.actorLayout, rng)),
    critic: adamStart(initializeParameters(model.criticLayout, rng)),
    assignment: adamStart(model.assigner.initialize(rng, agents)),
  };
}

/** @param theta - [P] */
function adamStart(theta: Float32Array): Arrays<AdamState> {
  const shape = [theta.length];
  const zeros = () => ({ shape, data: new Float32Array(theta.length) });
  return { theta: { shape, data: theta }, mean: zeros(), variance: zeros(), step: ndArray([0]) };
}
