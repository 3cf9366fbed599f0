import type { Space } from "../envs/index.js";
import type { Rng } from "../envs/rng.js";
import type { Environments, EnvironmentsStep, FinishedEpisode } from "./environments/environments.js";
import type { Representatives } from "./representatives.js";
import type { Rollout } from "./rollout.js";

/** Seconds of collecting, by what they went to. */
export interface CollectSeconds {
  acting: number;
  stepping: number;
  wire: number;
}

/** What collecting gave beside the rollout. */
export interface Collected {
  /** [N, d]: where the next rollout starts. */
  readonly observations: Float32Array;
  readonly episodes: readonly FinishedEpisode[];
  readonly seconds: CollectSeconds;
}

/**
 * Fills a rollout: every representative acts in its environments for T steps.
 * @param observations - [N, d]: where the environments are
 * @param storeClipped - whether to keep actions as the environments clip them
 */
export async function collect(
  environments: Environments,
  representatives: Representatives,
  rollout: Rollout,
  observations: Float32Array,
  storeClipped: boolean,
  rng: Rng,
): Promise<Collected> {
  const seconds: CollectSeconds = { acting: 0, stepping: 0, wire: 0 };
  const episodes: FinishedEpisode[] = [];
  const [T] = rollout.shape;
  const width = rollout.actions.length / T;
  for (let t = 0; t < T; t++) {
    const start = performance.now();
    const actions = rollout.actions.subarray(t * width, (t + 1) * width);
    representatives.act(observations, "stochastic", rng, actions);
    if (storeClipped) clipActions(environments.actionSpace, actions);
    const acted = performance.now();
    const step = await environments.step(actions);
    recordStep(rollout, t, observations, step);
    episodes.push(...step.finished);
    observations = step.observations;
    seconds.acting += (acted - start) / 1000;
    seconds.stepping += step.seconds;
    seconds.wire += (performance.now() - acted) / 1000 - step.seconds;
  }
  return { observations, episodes, seconds };
}

/** @param observations - [N, d]: before the step */
function recordStep(rollout: Rollout, t: number, observations: Float32Array, step: EnvironmentsStep): void {
  const rows = step.terminated.length;
  const d = observations.length / rows;
  rollout.observations.set(observations, t * observations.length);
  rollout.nextObservations.set(step.observations, t * observations.length);
  for (const { environment, finalObservation } of step.finished) {
    rollout.nextObservations.set(finalObservation, (t * rows + environment) * d);
  }
  rollout.rewards.set(step.rewards, t * step.rewards.length);
  rollout.terminated.set(step.terminated, t * rows);
  rollout.done.set(step.terminated, t * rows);
  for (const { environment } of step.finished) rollout.done[t * rows + environment] = 1;
}

/** @param actions - [N, a], changed */
function clipActions(space: Space, actions: Float32Array | Int32Array): void {
  if (space.kind !== "box") return;
  const { low, high, shape } = space;
  for (let i = 0; i < actions.length; i++) {
    const component = i % shape[0];
    actions[i] = Math.min(Math.max(actions[i], low[component % low.length]), high[component % high.length]);
  }
}
