import * as tf from "@tensorflow/tfjs-core";
import type { Space } from "../envs/index.js";
import type { Rng } from "../envs/rng.js";
import type { Assigner } from "./assigners/assigner.js";
import type { TrainConfig } from "./config/train-config.js";
import { type ActorConfig, actorLayout } from "./networks/actor.js";
import { type CriticConfig, criticLayout } from "./networks/critic.js";
import { initializeParameters, type ParameterLayout } from "./networks/parameters.js";
import { type AdamState, adamInit } from "./ops/adam.js";

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

/** What is learnt, as shapes: the networks and how agents are assigned. */
export interface Model {
  readonly sizes: Sizes;
  readonly actor: ActorConfig;
  readonly actorLayout: ParameterLayout;
  readonly critic: CriticConfig;
  readonly criticLayout: ParameterLayout;
  readonly assigner: Assigner;
}

/** What is learnt, as numbers; the assignment's θ is its assigner's parameters, [k · n]. */
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

export function initializeModel(model: Model, rng: Rng): ModelState {
  return tf.tidy(() => ({
    actor: adamInit(initializeParameters(model.actorLayout, rng)),
    critic: adamInit(initializeParameters(model.criticLayout, rng)),
    assignment: adamInit(tf.tensor1d(model.assigner.initialize(rng))),
  }));
}

/** Every tensor of a state. */
export function stateTensors(state: ModelState): tf.Tensor[] {
  return Object.values(state).flatMap((adam) => Object.values(adam));
}
