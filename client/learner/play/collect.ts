import type { Space } from "../../../envs/index.js";
import type { Rng } from "../../../envs/rng.js";
import type { Environments, FinishedEpisode, RolloutPiece } from "../../remote/environments/environments.js";
import type { Representatives } from "../representatives/representatives.js";
import type { Rollout } from "../rollout/rollout.js";
import { createPlayer } from "./player.js";
import { putRows } from "./rows.js";

/** Seconds spent collecting, by activity. */
export interface CollectSeconds {
  /** Seconds in which policies decided actions, on the servers or in the learner. */
  acting: number;
  /** Seconds in which servers stepped environments. */
  stepping: number;
  /** All other seconds, which are mostly spent waiting for the network. */
  wire: number;
}

/** Results of collecting besides the rollout. */
export interface Collected {
  /** [N, d]: the observations at which the next rollout starts. */
  readonly observations: Float32Array;
  /** Environment j · B + b belongs to representative j. */
  readonly episodes: readonly FinishedEpisode[];
  readonly seconds: CollectSeconds;
}

/** How a rollout is collected. */
export interface CollectOptions {
  /** [N, d]: where the environments are. */
  readonly observations: Float32Array;
  /** Whether to keep actions as the environments clip them. */
  readonly storeClipped: boolean;
  /** Draws actions. */
  readonly rng: Rng;
}

/** Fills a rollout: every representative acts in its environments for T steps. */
export async function collect(
  environments: Environments,
  representatives: Representatives,
  rollout: Rollout,
  { observations, storeClipped, rng }: CollectOptions,
): Promise<Collected> {
  const start = performance.now();
  const [T, k, B] = rollout.shape;
  const player = createPlayer(environments, representatives, { mode: "stochastic", rng });
  const played = await player.play(observations, T, (piece) => recordPiece(rollout, piece));
  recordStarts(rollout, observations);
  for (const { step, environment, finalObservation } of played.finished) {
    const row = step * k * B + environment;
    rollout.nextObservations.set(finalObservation, row * finalObservation.length);
    rollout.done[row] = 1;
  }
  if (storeClipped) clipActions(environments.actionSpace, rollout.actions);
  const { actingSeconds: acting, steppingSeconds: stepping, finished } = played;
  const wire = Math.max((performance.now() - start) / 1000 - acting - stepping, 0);
  return { observations: played.observations, episodes: finished, seconds: { acting, stepping, wire } };
}

/** Copies a piece to its place in the rollout. */
function recordPiece(rollout: Rollout, piece: RolloutPiece): void {
  const [, k, B] = rollout.shape;
  const put = (into: Float32Array | Int32Array, rows: Float32Array | Int32Array | Uint8Array) =>
    putRows(into, rows, piece, k * B);
  put(rollout.nextObservations, piece.observations);
  put(rollout.actions, piece.actions);
  put(rollout.rewards, piece.rewards);
  put(rollout.terminated, piece.terminated);
  put(rollout.done, piece.terminated);
}

/** Fills in the observations before each step: those that the step before led to, or a new episode's first. */
function recordStarts({ shape: [T], observations, nextObservations }: Rollout, first: Float32Array): void {
  observations.set(first);
  observations.set(nextObservations.subarray(0, (T - 1) * first.length), first.length);
}

/** @param actions - [T, k, B, a], changed */
function clipActions(space: Space, actions: Float32Array | Int32Array): void {
  if (space.kind !== "box") return;
  const { low, high, shape } = space;
  for (let i = 0; i < actions.length; i++) {
    const component = i % shape[0];
    actions[i] = Math.min(Math.max(actions[i], low[component % low.length]), high[component % high.length]);
  }
}
