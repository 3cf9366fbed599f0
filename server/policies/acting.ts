import type { ActionArray, Space } from "../../envs/index.js";
import { type ContractError, unexpected } from "../../proto/index.js";
import { createChooser } from "../../serving/models/choose-actions.js";
import { LEAST_ROWS, type LoadedPolicy } from "../../serving/models/policy.js";
import type { PolicySet } from "./policy-set.js";

/** Settings of how a rollout's actions are chosen. */
export interface ActionChoices {
  /** [N]: which policy decides for each environment. */
  readonly policies: Int32Array;
  /** Whether actions are drawn at random; otherwise the most likely ones are taken. */
  readonly sampled: boolean;
  readonly noiseSeed: number;
  /** The number that the rollout's first step has for the noise. */
  readonly firstStep: number;
}

/** The environments in which policies act. */
export interface ActingPlace {
  readonly actionSpace: Space;
  /** [N, d]: the latest observations. */
  readonly observations: Float32Array;
  /** Environment j's seed is this + j. */
  readonly seed: number;
  /** The number of the first environment in its session, for errors. */
  readonly firstRow: number;
  /** Is awaited after each policy, so that other sessions in the thread have their turn. */
  readonly pause: () => Promise<void>;
}

/** Decides the actions of N environments. */
export interface Acting {
  /**
   * @param step - of the rollout, from 0
   * @param actions - [N, a] or [N], written, without clipping
   * @throws ContractError (REQUEST_FAILED) if a policy's outputs are not a distribution
   */
  act(step: number, actions: ActionArray): Promise<void>;
}

/** The environments for which one policy decides. */
interface Group {
  readonly policy: LoadedPolicy;
  readonly rows: readonly number[];
  /** [B, d], its input. */
  readonly input: Float32Array;
}

export function createActing(set: PolicySet, choices: ActionChoices, place: ActingPlace): Acting {
  const { policies, sampled, noiseSeed, firstStep } = choices;
  const { actionSpace, observations, seed, firstRow, pause } = place;
  const d = observations.length / policies.length;
  const rows = rowsOf(policies, set.policies.length);
  const groups = set.policies.flatMap((policy, i) => groupOf(policy, rows[i], d));
  const choose = createChooser(actionSpace, sampled);

  return {
    async act(step, actions) {
      for (const { policy, rows, input } of groups) {
        rows.forEach((row, i) => {
          input.set(observations.subarray(row * d, (row + 1) * d), i * d);
        });
        const outputs = await policy.decide(input);
        rows.forEach((row, i) => {
          const noise = { noiseSeed, environmentSeed: seed + row, step: firstStep + step };
          if (!choose({ outputs, row: i }, noise, { actions, row }))
            throw noDistribution(policy, firstRow + row, step);
        });
        await pause();
      }
    },
  };
}

/** @returns the rows of each policy */
function rowsOf(policies: Int32Array, numPolicies: number): number[][] {
  const rows = Array.from({ length: numPolicies }, (): number[] => []);
  policies.forEach((policy, row) => void rows[policy].push(row));
  return rows;
}

function groupOf(policy: LoadedPolicy, rows: readonly number[], d: number): Group[] {
  if (rows.length === 0) return [];
  return [{ policy, rows, input: new Float32Array(Math.max(rows.length, LEAST_ROWS) * d) }];
}

function noDistribution({ name }: LoadedPolicy, row: number, step: number): ContractError {
  const where = `environment ${row} at step ${step} of the rollout`;
  return unexpected(`policy "${name}"`, "finite numbers", `NaN or an infinity in ${where}`, "REQUEST_FAILED");
}
