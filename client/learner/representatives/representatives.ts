import type { ActionArray } from "../../../envs/index.js";
import type { Rng } from "../../../envs/rng.js";
import type { Agents } from "../../assignment/assigners/assigner.js";
import { areTrained } from "../../base/revisions.js";
import type { TrainConfig } from "../../config/train-config.js";
import type { Engine } from "../../engines/engine.js";
import type { Arrays, NdArray } from "../../jit/nd-array.js";
import type { AdamState } from "../../ops/adam.js";
import type { Assignment } from "../../ops/assignment.js";
import { explainedVariance } from "../../ops/explained-variance.js";
import type { ObservationScale } from "../../ops/normalization.js";
import { initializeModel, type Model, type StoredState } from "../model/model.js";
import {
  copyStatistics,
  initialStatistics,
  keepStatistics,
  type ObservationStatistics,
  observationScale,
  updateStatistics,
} from "../model/observation-statistics.js";
import { copyOwnParameters, type ParameterLayout } from "../model/parameters.js";
import { exportPolicy } from "../model/policy-export.js";
import { type ActingMode, type ActionDistributions, chooseActions } from "../rollout/policy-sampling.js";
import type { Rollout } from "../rollout/rollout.js";
import { type RateValues, type UpdateMetrics, update } from "../update/update.js";
import { createPrograms, type Programs } from "./programs.js";

/** How representatives learn from a rollout. */
export interface LearningOptions {
  readonly rates: RateValues;
  /** Draws minibatches. */
  readonly rng: Rng;
  /** The assigner's parameters by which actors are trained, [k, n], where they differ from those of the assignment. */
  readonly assignmentParameters?: Float32Array;
  /** w, [n]: agent weights; left out if all agents count the same. */
  readonly agentWeights?: Float32Array;
}

/** The state of representatives as it is saved in a checkpoint. */
export interface RepresentativesSnapshot {
  readonly state: StoredState;
  readonly statistics: ObservationStatistics;
}

/** Representatives that have learnt nothing yet. */
export function newRepresentatives(model: Model, rng: Rng, agents?: Agents): RepresentativesSnapshot {
  const { numRepresentatives: k, observationSize: d } = model.sizes;
  return { state: initializeModel(model, rng, agents), statistics: initialStatistics(k * d) };
}

/** k policies with their critics, their assignment and the state of their training. */
export class Representatives {
  private state: StoredState;
  private statistics: ObservationStatistics;
  /** Derived from the statistics. */
  private scale: Arrays<ObservationScale>;
  private readonly programs: Programs;

  /** @param start - the state to go on from */
  constructor(
    readonly model: Model,
    private readonly config: TrainConfig,
    engine: Engine,
    start: RepresentativesSnapshot,
  ) {
    this.programs = createPrograms(engine, model, config);
    this.state = start.state;
    this.statistics = start.statistics;
    this.scale = observationScale(this.statistics, model.sizes.numRepresentatives);
  }

  /** The assigner's parameters, [k, n]. */
  get assignmentParameters(): Float32Array {
    return this.state.assignment.theta.data as Float32Array;
  }

  set assignmentParameters(parameters: Float32Array) {
    const theta = { ...this.state.assignment.theta, data: parameters };
    this.state = { ...this.state, assignment: { ...this.state.assignment, theta } };
  }

  /** The representative of each agent, [n]. */
  get assignment(): Assignment {
    return this.model.assigner.assignment(this.assignmentParameters);
  }

  get snapshot(): RepresentativesSnapshot {
    return { state: this.state, statistics: this.statistics };
  }

  /**
   * Chooses every representative's actions in its environments.
   * @param observations - [k, B, d]
   * @param actions - [k, B, a] or [k, B], written
   */
  async act(observations: Float32Array, mode: ActingMode, rng: Rng, actions: ActionArray): Promise<void> {
    const { numRepresentatives: k, observationSize: d } = this.model.sizes;
    const distributions = await this.programs.act({
      observations: { shape: [k, observations.length / (k * d), d], data: observations },
      theta: this.state.actor.theta,
      scale: this.scale,
    });
    chooseActions(actionDistributions(distributions), mode, rng, actions);
  }

  /** α: how much each representative serves each agent, [k, n]. */
  async assignmentWeights(): Promise<Float32Array> {
    const { numRepresentatives: k, numAgents: n } = this.model.sizes;
    const parameters = { shape: [k, n], data: this.assignmentParameters };
    const { weights } = await this.programs.assign({ parameters });
    return weights.data as Float32Array;
  }

  /** Learns from a rollout. */
  async learn(
    rollout: Rollout,
    { rates, rng, ...given }: LearningOptions,
  ): Promise<UpdateMetrics & { explainedVariance: number }> {
    const { assignmentParameters = this.assignmentParameters } = given;
    const { agentWeights = new Float32Array(this.model.sizes.numAgents).fill(1) } = given;
    const { actor, critic, assignment } = this.state;
    const { batch, returnMoments, errorMoments } = await this.programs.makeBatch(rollout, {
      actor: actor.theta,
      critic: critic.theta,
      assignment: { ...assignment.theta, data: assignmentParameters },
      agentWeights: { shape: [agentWeights.length], data: agentWeights },
      scale: this.scale,
    });
    const { state, metrics } = await update({
      runEpoch: this.programs.epoch,
      state: this.state,
      batch,
      rates,
      config: this.config,
      rng,
    });
    this.state = state;
    const normalized = this.config.observationStatistics === "normalized";
    this.observe(rollout, normalized ? (batch.observations.data as Float32Array) : rollout.observations);
    const [returns, errors] = [returnMoments, errorMoments].map(({ mean, variance }) => ({
      mean: mean.data,
      variance: variance.data,
    }));
    return { ...metrics, explainedVariance: explainedVariance(returns, errors) };
  }

  /** Makes one representative a copy of another. Both keep their agents. */
  copy(from: number, to: number): void {
    const { actorLayout, criticLayout, sizes } = this.model;
    const { actor, critic, assignment } = this.state;
    this.state = {
      actor: copyAdam(actor, actorLayout, from, to),
      critic: copyAdam(critic, criticLayout, from, to),
      assignment,
    };
    this.statistics = copyStatistics(this.statistics, sizes.numRepresentatives, from, to);
    this.scale = observationScale(this.statistics, sizes.numRepresentatives);
  }

  /** Every representative's policy as an ONNX file. */
  exportPolicies(): Uint8Array[] {
    const theta = this.state.actor.theta.data as Float32Array;
    const k = this.model.sizes.numRepresentatives;
    return Array.from({ length: k }, (_, j) => exportPolicy(this.model, theta, this.scale, j));
  }

  /**
   * Adds a rollout's observations to the statistics.
   * @param observations - [T, k, B, d]
   */
  private observe({ shape: [T, k, B] }: Rollout, observations: Float32Array): void {
    if (!this.config.normalizeObservations) return;
    const shape = [T, k, B, this.model.sizes.observationSize] as const;
    const updated = updateStatistics(this.statistics, observations, shape);
    const { revisions } = this.model.actor;
    this.statistics = revisions ? keepStatistics(updated, this.statistics, areTrained(revisions)) : updated;
    this.scale = observationScale(this.statistics, k);
  }
}

/** Copies a representative's parameters and their Adam moments. */
function copyAdam(
  adam: Arrays<AdamState>,
  layout: ParameterLayout,
  from: number,
  to: number,
): Arrays<AdamState> {
  const copy = (numbers: NdArray): NdArray => ({
    ...numbers,
    data: copyOwnParameters(numbers.data as Float32Array, layout, from, to),
  });
  return { ...adam, theta: copy(adam.theta), mean: copy(adam.mean), variance: copy(adam.variance) };
}

function actionDistributions({
  mean,
  logStd,
  logits,
}: Readonly<Record<string, NdArray>>): ActionDistributions {
  return logits
    ? { kind: "categorical", logits: logits.data as Float32Array }
    : { kind: "gaussian", mean: mean.data as Float32Array, logStd: logStd.data as Float32Array };
}
