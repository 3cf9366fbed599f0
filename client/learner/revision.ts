import { createRng } from "../../envs/rng.js";
import { assignerRegistry } from "../assignment/assigners/index.js";
import { revisionParameters } from "../assignment/assigners/revision.js";
import { areTrained, latestRevision } from "../base/revisions.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Assignment } from "../ops/assignment.js";
import type { UtilityAverage } from "../ops/utility-average.js";
import type { LearnerSnapshot, RngName } from "./learner.js";
import { createModel, type Model } from "./model/model.js";
import type { ObservationStatistics } from "./model/observation-statistics.js";
import { type ParameterLayout, parameterArrays } from "./model/parameters.js";
import { newRepresentatives } from "./representatives/representatives.js";

/** A run, and what is to be trained anew of it. */
export interface RevisedRun {
  /** The run's learner. */
  readonly snapshot: LearnerSnapshot;
  /** The run's settings. */
  readonly config: TrainConfig;
  /** The representative of each agent so far, [n]. */
  readonly assignment: Assignment;
}

/**
 * The learner with which a revision starts. Representatives that are trained anew have learnt nothing; the others have
 * the run's parameters, statistics and utilities.
 * @param config - the revision's settings, with `revisions`
 */
export function revisedLearner({ snapshot, ...run }: RevisedRun, config: TrainConfig): LearnerSnapshot {
  const { sizes } = snapshot;
  const revision = latestRevision(config.revisions!);
  const isTrained = areTrained(config.revisions!);
  const model = modelOf(snapshot, config);
  const rng = (name: string) => createRng(config.seed, `revision ${revision} ${name}`);
  const fresh = newRepresentatives(model, rng("parameters"));
  const layouts = { before: modelOf(snapshot, run.config).actorLayout, after: model.actorLayout };
  keepParameters(fresh.state.actor.theta.data as Float32Array, snapshot, layouts, isTrained);
  const utilities = keptUtilities(snapshot.utilities, isTrained);
  const start = startParameters(run.assignment, utilities, isTrained);
  const { assignment } = fresh.state;
  const rngStates = Object.fromEntries(
    Object.keys(snapshot.rngStates).map((name) => [name, rng(name).getState()]),
  ) as Record<RngName, number[]>;
  return {
    sizes,
    state: { ...fresh.state, assignment: { ...assignment, theta: { ...assignment.theta, data: start } } },
    statistics: keptStatistics(snapshot.statistics, isTrained),
    utilities,
    trials: isTrained.map(() => undefined),
    episodeLengths: snapshot.episodeLengths.map((length, j) => (isTrained[j] ? 0 : length)),
    rngStates,
    iteration: 0,
  };
}

function modelOf({ sizes }: LearnerSnapshot, config: TrainConfig): Model {
  return createModel(sizes, assignerRegistry.get(config.algorithm).create(sizes, config), config);
}

/** @param theta - of the actors, [P], changed */
function keepParameters(
  theta: Float32Array,
  { state }: LearnerSnapshot,
  layouts: { readonly before: ParameterLayout; readonly after: ParameterLayout },
  isTrained: readonly boolean[],
): void {
  const before = parameterArrays(state.actor.theta.data as Float32Array, layouts.before);
  const after = parameterArrays(theta, layouts.after);
  for (const { name, ownRows } of layouts.after) {
    const [from, to] = [before[name]?.data, after[name].data as Float32Array];
    if (from === undefined) continue; // the new trunk
    const row = to.length / isTrained.length;
    for (let c = 0; c < to.length; c++) if (!ownRows || !isTrained[Math.floor(c / row)]) to[c] = from[c];
  }
}

/** New representatives count as if they had seen one observation, of mean 0 and deviation 1. */
function keptStatistics(
  { count, mean, variance }: ObservationStatistics,
  isTrained: readonly boolean[],
): ObservationStatistics {
  const d = mean.length / isTrained.length;
  const kept = (values: Float64Array, fresh: number) =>
    values.map((value, i) => (isTrained[Math.floor(i / d)] ? fresh : value));
  return { count: Math.min(count, 1), mean: kept(mean, 0), variance: kept(variance, 1) };
}

function keptUtilities(
  { utilities, latest, known }: UtilityAverage,
  isTrained: readonly boolean[],
): UtilityAverage {
  const n = utilities.length / isTrained.length;
  const kept = (values: Float64Array) => values.map((value, c) => (isTrained[Math.floor(c / n)] ? 0 : value));
  return {
    utilities: kept(utilities),
    latest: kept(latest),
    known: known.map((before, j) => before && !isTrained[j]),
  };
}

/** Everybody is served by the best of those that stay; the others are trained for the agents that they had. */
function startParameters(
  assignment: Assignment,
  { utilities }: UtilityAverage,
  isTrained: readonly boolean[],
): Float32Array {
  const n = assignment.length;
  const ofOthers = utilities.map((value, c) =>
    isTrained[Math.floor(c / n)] ? Number.NEGATIVE_INFINITY : value,
  );
  const before = assignment.map((j) => (isTrained[j] ? j : -1));
  return revisionParameters({ before, utilities: ofOthers, isTrained, keeps: false });
}
