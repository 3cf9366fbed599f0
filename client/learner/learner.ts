import { createRng, type Rng } from "../../envs/rng.js";
import type { Agents } from "../assignment/assigners/assigner.js";
import { assignerRegistry } from "../assignment/assigners/index.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Engine } from "../engines/engine.js";
import { initialUtilities, type UtilityAverage } from "../ops/utility-average.js";
import { createModel, type Sizes } from "./model/model.js";
import {
  newRepresentatives,
  Representatives,
  type RepresentativesSnapshot,
} from "./representatives/representatives.js";
import type { Trials } from "./utilities/trials.js";

/** The streams of random numbers a learner draws from. */
export type RngName = "acting" | "minibatches" | "assignment";

/** Everything in a learner that changes from iteration to iteration. */
export interface Learner {
  readonly representatives: Representatives;
  readonly rngs: Readonly<Record<RngName, Rng>>;
  utilities: UtilityAverage;
  /** [k]: the trials of representatives that became copies of others and have not finished an episode of their own yet. */
  trials: Trials;
  /** [k]: mean steps of the latest episodes of each representative; 0 until it has finished one. */
  episodeLengths: readonly number[];
  /** Iterations done. */
  iteration: number;
}

/** A learner's state as it is saved in a checkpoint. */
export interface LearnerSnapshot extends RepresentativesSnapshot {
  readonly sizes: Sizes;
  readonly rngStates: Readonly<Record<RngName, readonly number[]>>;
  readonly utilities: UtilityAverage;
  readonly trials: Trials;
  readonly episodeLengths: readonly number[];
  readonly iteration: number;
}

/** What a learner starts from, unless it starts afresh. */
export interface LearnerStart {
  readonly snapshot?: LearnerSnapshot;
  /** The known facts about the agents, if there is no snapshot. */
  readonly agents?: Agents;
}

export function createLearner(
  sizes: Sizes,
  config: TrainConfig,
  engine: Engine,
  { snapshot, agents }: LearnerStart = {},
): Learner {
  const stream = (name: RngName): Rng => {
    const rng = createRng(config.seed, name);
    if (snapshot) rng.setState(snapshot.rngStates[name]);
    return rng;
  };
  const assigner = assignerRegistry.get(config.algorithm).create(sizes, config);
  const model = createModel(sizes, assigner, config);
  const start = snapshot ?? newRepresentatives(model, createRng(config.seed, "parameters"), agents);
  return {
    representatives: new Representatives(model, config, engine, start),
    rngs: { acting: stream("acting"), minibatches: stream("minibatches"), assignment: stream("assignment") },
    utilities: snapshot?.utilities ?? initialUtilities(sizes.numRepresentatives, sizes.numAgents),
    trials: snapshot?.trials ?? new Array<undefined>(sizes.numRepresentatives).fill(undefined),
    episodeLengths: snapshot?.episodeLengths ?? new Array<number>(sizes.numRepresentatives).fill(0),
    iteration: snapshot?.iteration ?? 0,
  };
}

export function snapshotLearner(learner: Learner): LearnerSnapshot {
  const { representatives, rngs, utilities, trials, episodeLengths, iteration } = learner;
  const rngStates = {
    acting: rngs.acting.getState(),
    minibatches: rngs.minibatches.getState(),
    assignment: rngs.assignment.getState(),
  };
  const { sizes } = representatives.model;
  return { ...representatives.snapshot, sizes, rngStates, utilities, trials, episodeLengths, iteration };
}
