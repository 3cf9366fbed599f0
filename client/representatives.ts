import * as tf from "@tensorflow/tfjs-core";
import type { ActionArray } from "../envs/index.js";
import type { Rng } from "../envs/rng.js";
import { createBatch } from "./batch.js";
import type { TrainConfig } from "./config/train-config.js";
import { initializeModel, type Model, type ModelState, stateTensors } from "./model.js";
import { actor } from "./networks/actor.js";
import { type Parameters, unflatten } from "./networks/parameters.js";
import {
  initialStatistics,
  type ObservationStatistics,
  observationScale,
  updateStatistics,
} from "./observation-statistics.js";
import type { Assignment } from "./ops/assignment.js";
import { normalizeObservations, type ObservationScale } from "./ops/normalization.js";
import { type ActingMode, type ActionDistributions, chooseActions } from "./policy-sampling.js";
import type { Rollout } from "./rollout.js";
import { type RateValues, type UpdateMetrics, update } from "./update.js";

/** What is left of representatives when they are put away. */
export interface RepresentativesSnapshot {
  readonly state: ModelState;
  readonly statistics: ObservationStatistics;
}

/** k policies with their critics and assignment, and what trains them. It owns tensors: dispose it. */
export class Representatives {
  private state: ModelState;
  private statistics: ObservationStatistics;
  /** Derived from the two above; refreshed when they change. None before there are statistics. */
  private scale: ObservationScale | undefined;
  private actorParameters!: Parameters;

  /** @param snapshot - to go on from; its tensors are taken over */
  constructor(
    readonly model: Model,
    private readonly config: TrainConfig,
    rng: Rng,
    snapshot?: RepresentativesSnapshot,
  ) {
    const { numRepresentatives: k, observationSize: d } = model.sizes;
    this.state = snapshot?.state ?? initializeModel(model, rng);
    this.statistics = snapshot?.statistics ?? initialStatistics(k * d);
    this.refresh();
  }

  /** The assigner's parameters, [k, n]. */
  get assignmentParameters(): Float32Array {
    return this.state.assignment.theta.dataSync() as Float32Array;
  }

  set assignmentParameters(parameters: Float32Array) {
    this.state.assignment.theta.dispose();
    this.state = { ...this.state, assignment: { ...this.state.assignment, theta: tf.tensor1d(parameters) } };
  }

  /** Who serves each agent, [n]. */
  get assignment(): Assignment {
    return this.model.assigner.assignment(this.assignmentParameters);
  }

  get snapshot(): RepresentativesSnapshot {
    return { state: this.state, statistics: this.statistics };
  }

  /**
   * Every representative acts in its environments.
   * @param observations - [k, B, d]
   * @param actions - [k, B, a] or [k, B], written
   */
  act(observations: Float32Array, mode: ActingMode, rng: Rng, actions: ActionArray): void {
    chooseActions(this.distributions(observations), mode, rng, actions);
  }

  /** Learns from a rollout. */
  async learn(
    rollout: Rollout,
    rates: RateValues,
    rng: Rng,
  ): Promise<UpdateMetrics & { explainedVariance: number }> {
    const batch = createBatch(this.model, this.state, rollout, this.scale, this.config);
    const { state, metrics } = await update(this.model, this.state, batch, rates, this.config, rng);
    const explainedVariance = batch.explainedVariance.dataSync()[0];
    tf.dispose(Object.values(batch));
    this.state = state;
    this.observe(rollout);
    this.refresh();
    return { ...metrics, explainedVariance };
  }

  dispose(): void {
    tf.dispose([...stateTensors(this.state), ...this.derived()]);
  }

  /** Takes a rollout's observations into the statistics. */
  private observe({ observations, shape: [T, k, B] }: Rollout): void {
    if (!this.config.normalizeObservations) return;
    const shape = [T, k, B, this.model.sizes.observationSize] as const;
    this.statistics = updateStatistics(this.statistics, observations, shape);
  }

  private distributions(observations: Float32Array): ActionDistributions {
    const { numRepresentatives: k, observationSize: d } = this.model.sizes;
    const B = observations.length / (k * d);
    return tf.tidy(() => {
      const inputs = normalizeObservations(tf.tensor3d(observations, [k, B, d]), this.scale);
      const policy = actor(this.model.actor, this.actorParameters, inputs);
      if (policy.kind === "categorical") {
        return { kind: "categorical", logits: policy.logits.dataSync() as Float32Array };
      }
      const logStd = tf.broadcastTo(policy.logStd, policy.mean.shape).dataSync() as Float32Array;
      return { kind: "gaussian", mean: policy.mean.dataSync() as Float32Array, logStd };
    }) as unknown as ActionDistributions;
  }

  private refresh(): void {
    tf.dispose(this.derived());
    const known = this.statistics.count > 0;
    this.scale = known ? observationScale(this.statistics, this.model.sizes.numRepresentatives) : undefined;
    this.actorParameters = tf.tidy(() => ({ ...unflatten(this.state.actor.theta, this.model.actorLayout) }));
  }

  private derived(): tf.Tensor[] {
    return [...Object.values(this.scale ?? {}), ...Object.values(this.actorParameters ?? {})];
  }
}
