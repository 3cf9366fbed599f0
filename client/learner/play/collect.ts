import type { ActionArray, Space } from "../../../envs/index.js";
import type { Rng } from "../../../envs/rng.js";
import type {
  Environments,
  EnvironmentsStep,
  FinishedEpisode,
} from "../../remote/environments/environments.js";
import type { EnvironmentGroups } from "../../remote/environments/groups.js";
import type { Representatives } from "../representatives/representatives.js";
import { actionSize, type Rollout } from "../rollout/rollout.js";

/** Seconds spent collecting, by activity. Groups overlap, so the sum may exceed the wall time. */
export interface CollectSeconds {
  acting: number;
  /** Seconds in which servers stepped environments. */
  stepping: number;
  /** Seconds from sending actions to receiving the step, without the stepping itself. */
  wire: number;
}

/** Results of collecting besides the rollout. */
export interface Collected {
  /** Each group's, [N′, d]: where the next rollout starts. */
  readonly observations: readonly Float32Array[];
  /** Environment j · B + b belongs to representative j. */
  readonly episodes: readonly FinishedEpisode[];
  readonly seconds: CollectSeconds;
}

/** How a rollout is collected. */
export interface CollectOptions {
  /** Each group's, [N′, d]: where the environments are. */
  readonly observations: readonly Float32Array[];
  /** Whether to keep actions as the environments clip them. */
  readonly storeClipped: boolean;
  /** Draws actions. */
  readonly rng: Rng;
}

/** A group of environments during a rollout. */
interface GroupInFlight {
  readonly environments: Environments;
  /** Index of the group's first environment among a representative's B environments, from 0. */
  readonly offset: number;
  readonly actions: ActionArray;
  observations: Float32Array;
  /** The latest step, which may still be pending. */
  step: Promise<EnvironmentsStep>;
}

/**
 * Fills a rollout: every representative acts in its environments for T steps. Groups take turns, in an order
 * that does not depend on which of them is faster, so that equal seeds draw equal actions.
 */
export async function collect(
  environments: EnvironmentGroups,
  representatives: Representatives,
  rollout: Rollout,
  { observations, storeClipped, rng }: CollectOptions,
): Promise<Collected> {
  const seconds: CollectSeconds = { acting: 0, stepping: 0, wire: 0 };
  const episodes: FinishedEpisode[] = [];
  const [T, k] = rollout.shape;
  const groups = environments.groups.map((group, g) => createGroupInFlight(group, g, k, observations[g]));

  /** Chooses a group's actions and sends them. */
  async function sendStep(group: GroupInFlight, t: number): Promise<void> {
    const start = performance.now();
    const { actions } = group;
    await representatives.act(group.observations, "stochastic", rng, actions);
    if (storeClipped) clipActions(environments.actionSpace, actions);
    recordDecisions(rollout, t, group);
    const sent = performance.now();
    seconds.acting += (sent - start) / 1000;
    group.step = group.environments.step(actions).then((step) => {
      seconds.stepping += step.seconds;
      seconds.wire += (performance.now() - sent) / 1000 - step.seconds;
      return step;
    });
    // receiveStep awaits this promise and reports a failure; until then the rejection must not count as unhandled.
    group.step.catch(() => {});
  }

  /** Waits for a group's step and records it in the rollout. */
  async function receiveStep(group: GroupInFlight, t: number): Promise<void> {
    const step = await group.step;
    episodes.push(...recordOutcome(rollout, t, group, step));
    group.observations = step.observations;
  }

  for (const group of groups) await sendStep(group, 0);
  for (let t = 0; t < T; t++) {
    for (const group of groups) {
      await receiveStep(group, t);
      if (t + 1 < T) await sendStep(group, t + 1);
    }
  }
  return { observations: groups.map((group) => group.observations), episodes, seconds };
}

function createGroupInFlight(
  environments: Environments,
  group: number,
  k: number,
  observations: Float32Array,
): GroupInFlight {
  const { actionSpace, numEnvs } = environments;
  const size = numEnvs * actionSize(actionSpace);
  return {
    environments,
    offset: (group * numEnvs) / k,
    actions: actionSpace.kind === "box" ? new Float32Array(size) : new Int32Array(size),
    observations,
    step: new Promise(() => {}),
  };
}

/** Records the representatives' observations and actions. */
function recordDecisions(
  rollout: Rollout,
  t: number,
  { offset, observations, actions }: GroupInFlight,
): void {
  recordRows(rollout, t, offset, rollout.observations, observations);
  recordRows(rollout, t, offset, rollout.actions, actions);
}

/** @returns the episodes that ended, with their environments' indices in the whole rollout */
function recordOutcome(
  rollout: Rollout,
  t: number,
  { offset, environments }: GroupInFlight,
  step: EnvironmentsStep,
): FinishedEpisode[] {
  const [, k, B] = rollout.shape;
  const own = environments.numEnvs / k;
  recordRows(rollout, t, offset, rollout.nextObservations, step.observations);
  recordRows(rollout, t, offset, rollout.rewards, step.rewards);
  recordRows(rollout, t, offset, rollout.terminated, step.terminated);
  recordRows(rollout, t, offset, rollout.done, step.terminated);
  return step.finished.map((episode) => {
    const { environment, finalObservation } = episode;
    const place = Math.floor(environment / own) * B + offset + (environment % own);
    const row = t * k * B + place;
    rollout.nextObservations.set(finalObservation, row * finalObservation.length);
    rollout.done[row] = 1;
    return { ...episode, environment: place };
  });
}

/**
 * Copies a group's rows to their places in a rollout.
 * @param into - [T, k, B, …]
 * @param rows - [k, B′, …]
 * @param offset - index in B of their first environment
 */
function recordRows(
  { shape: [T, k, B] }: Rollout,
  t: number,
  offset: number,
  into: Float32Array | Int32Array,
  rows: ActionArray | Uint8Array,
): void {
  const width = into.length / (T * k * B);
  const size = rows.length / k;
  for (let j = 0; j < k; j++) {
    into.set(rows.subarray(j * size, (j + 1) * size), ((t * k + j) * B + offset) * width);
  }
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
