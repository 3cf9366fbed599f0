import { type ActionArray, copyActions, type Space, type VectorBuffers } from "../../envs/index.js";
import { areFinite } from "../../proto/are-finite.js";
import { unexpected } from "../../proto/index.js";
import { type ActionChoices, createActing } from "../policies/acting.js";
import type { PolicySet } from "../policies/policy-set.js";
import { type EndedEpisode, noteEnded, type StepPlace } from "./ended-episodes.js";
import { type RolloutBuffers, recordStep } from "./rollout-buffers.js";
import type { ShardEnvironments } from "./shard-environments.js";

/** A rollout of some of a session's environments. */
export interface ShardRollout extends ActionChoices {
  /** S. */
  readonly numSteps: number;
  /** The session's arrays, in shared memory. */
  readonly out: RolloutBuffers;
}

/** Results of a rollout besides its arrays. */
export interface ShardRolloutResult {
  readonly ended: readonly EndedEpisode[];
  readonly actingSeconds: number;
  readonly steppingSeconds: number;
}

/** The parts of a shard that a rollout uses. */
export interface RolloutParts {
  readonly environments: ShardEnvironments;
  readonly actionSpace: Space;
  /** Environment j's seed is this + j. */
  readonly seed: number;
  /** The number of the first environment in its session. */
  readonly firstRow: number;
  readonly set: PolicySet;
  /** Lets other sessions in the thread have their turn. */
  readonly pause: () => Promise<void>;
}

/**
 * Lets policies act in a shard's environments. It waits for nothing but its turn in the thread.
 * @throws ContractError (REQUEST_FAILED) if a policy or an environment outputs NaN or an infinity
 */
export async function rollOut(
  { environments, actionSpace, seed, firstRow, set, pause }: RolloutParts,
  { numSteps, out, ...choices }: ShardRollout,
): Promise<ShardRolloutResult> {
  const { buffers } = environments;
  const acting = createActing(set, choices, {
    actionSpace,
    observations: buffers.observations,
    seed,
    firstRow,
    pause,
  });
  const decided = buffers.actions.slice() as ActionArray;
  const ended: EndedEpisode[] = [];
  let [actingSeconds, steppingSeconds] = [0, 0];
  for (let step = 0; step < numSteps; step++) {
    const start = performance.now();
    await acting.act(step, decided);
    copyActions(actionSpace, decided, buffers.actions);
    const acted = performance.now();
    await environments.step();
    checkNumbers(buffers, { step, firstRow });
    recordStep(out, { step, firstRow, buffers, actions: decided });
    noteEnded(ended, { step, firstRow }, buffers);
    actingSeconds += (acted - start) / 1000;
    steppingSeconds += (performance.now() - acted) / 1000;
  }
  return { ended, actingSeconds, steppingSeconds };
}

/** @throws ContractError (REQUEST_FAILED) if an observation or reward is NaN or infinite, since no policy could continue */
function checkNumbers({ observations, rewards, phases }: VectorBuffers, { step, firstRow }: StepPlace): void {
  for (const [what, values] of Object.entries({ observations, rewards })) {
    if (areFinite(values)) continue;
    const index = values.findIndex((value) => !Number.isFinite(value));
    const width = values.length / phases.length;
    const place = `at [${index % width}] in environment ${firstRow + Math.floor(index / width)}`;
    const got = `${values[index]} ${place} after step ${step} of the rollout`;
    throw unexpected(what, "finite numbers", got, "REQUEST_FAILED");
  }
}
