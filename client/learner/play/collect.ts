import type { ActionArray, Space } from "../../../envs/index.js";
import type { Rng } from "../../../envs/rng.js";
import type {
  Environments,
  EnvironmentsStep,
  FinishedEpisode,
} from "../../remote/environments/environments.js";
import type { EnvironmentGroups } from "../../remote/environments/groups.js";
import type { Representatives } from "../representatives/representatives.js";
import { actionSize, type Rollout, type RolloutBlock } from "../rollout/rollout.js";

/** Seconds of collecting, by what they went to; groups overlap, so that they may add up to more than passed. */
export interface CollectSeconds {
  acting: number;
  /** On the servers. */
  stepping: number;
  /** From sending actions to having the step they led to, but for the stepping. */
  wire: number;
}

/** What collecting gave beside the rollout. */
export interface Collected {
  /** Each group's, [N′, d]: where the next rollout starts. */
  readonly observations: readonly Float32Array[];
  /** Environment j · B + b is representative j's. */
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

/** A group of environments on its way through a rollout. */
interface GroupInFlight {
  readonly environments: Environments;
  /** Where in a row of the rollout's environments of a representative the group's are, from 0. */
  readonly offset: number;
  readonly actions: ActionArray;
  observations: Float32Array;
  /** The latest step, which may be under way. */
  step: Promise<EnvironmentsStep>;
}

/**
 * Fills a rollout: every representative acts in its environments for T steps. Groups take turns, in an order
 * that does not depend on which of them is faster: equal seeds draw equal actions.
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

  /** The learner decides what a group does, and sends it. */
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
    // A failure is for whoever waits for the step, which nobody may do yet.
    group.step.catch(() => {});
  }

  /** The learner takes down what came of it. */
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

/** What the representatives saw and did. */
function recordDecisions(
  rollout: Rollout,
  t: number,
  { offset, observations, actions }: GroupInFlight,
): void {
  recordRows(rollout, { t, offset }, "observations", observations);
  recordRows(rollout, { t, offset }, "actions", actions);
}

/** @returns the episodes that ended, with the environments' places in the whole rollout */
function recordOutcome(
  rollout: Rollout,
  t: number,
  { offset, environments }: GroupInFlight,
  step: EnvironmentsStep,
): FinishedEpisode[] {
  const [, k, B] = rollout.shape;
  const own = environments.numEnvs / k;
  const place = { t, offset };
  recordRows(rollout, place, "nextObservations", step.observations);
  recordRows(rollout, place, "rewards", step.rewards);
  recordRows(rollout, place, "terminated", step.terminated);
  recordRows(rollout, place, "done", step.terminated);
  return step.finished.map((episode) => {
    const { environment, finalObservation } = episode;
    const inRollout = Math.floor(environment / own) * B + offset + (environment % own);
    const row = t * k * B + inRollout;
    rollout.nextObservations.set(finalObservation, row * finalObservation.length);
    rollout.done[row] = 1;
    return { ...episode, environment: inRollout };
  });
}

/** Where a group's rows of a step belong in a rollout. */
interface RowsPlace {
  /** The step, from 0. */
  readonly t: number;
  /** Where in B they begin. */
  readonly offset: number;
}

/**
 * Puts a group's rows where they belong in a rollout.
 * @param name - of the rollout's array, [T, k, B, …]
 * @param rows - [k, B′, …]
 */
function recordRows(
  rollout: Rollout,
  { t, offset }: RowsPlace,
  name: keyof RolloutBlock,
  rows: ActionArray | Uint8Array,
): void {
  const into = rollout[name];
  const [T, k, B] = rollout.shape;
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
