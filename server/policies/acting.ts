import { type ActionArray, type Space, spaceSize } from "../../envs/index.js";
import { drawCategory, drawNormals } from "../../proto/action-noise.js";
import { type ContractError, unexpected } from "../../proto/index.js";
import type { LoadedPolicy, PolicyOutputs } from "./policy.js";
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

/** What a policy decides about: one environment at one step of the rollout. */
interface Decision {
  readonly row: number;
  readonly step: number;
}

/** The environments for which one policy decides. */
interface Group {
  readonly policy: LoadedPolicy;
  readonly rows: readonly number[];
  /** [B, d], its input. */
  readonly input: Float32Array;
}

/**
 * A policy decides for at least so many rows at once: ONNX Runtime multiplies a single row in another order, and bits
 * must not depend on how environments are spread over threads. Rows beyond a policy's environments are zero.
 */
export const LEAST_ROWS = 2;

export function createActing(set: PolicySet, choices: ActionChoices, place: ActingPlace): Acting {
  const { policies, sampled, noiseSeed, firstStep } = choices;
  const { actionSpace, observations, seed, firstRow } = place;
  const d = observations.length / policies.length;
  const size = spaceSize(actionSpace);
  const groups = set.policies.flatMap((policy, i) => groupOf(policy, rowsOf(policies, i), d));
  const noise = new Float64Array(size);

  /**
   * Chooses an environment's action from a policy's outputs.
   * @param i - the environment's row in them
   * @returns whether the outputs are a distribution
   */
  function choose(outputs: PolicyOutputs, i: number, { row, step }: Decision, actions: ActionArray): boolean {
    const noisePlace = { noiseSeed, environmentSeed: seed + row, step: firstStep + step };
    const { mean, log_std: logStd, logits } = outputs;
    if (actionSpace.kind === "discrete") {
      const own = logits.subarray(i * actionSpace.n, (i + 1) * actionSpace.n);
      const most = own.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
      actions[row] = sampled ? drawCategory(noisePlace, own) : own.indexOf(most);
      return Number.isFinite(most);
    }
    if (sampled) drawNormals(noisePlace, noise);
    for (let c = 0; c < size; c++) {
      const spread = sampled ? Math.exp(logStd[(i * size + c) % logStd.length]) * noise[c] : 0;
      actions[row * size + c] = mean[i * size + c] + spread;
    }
    return actions.subarray(row * size, (row + 1) * size).every(Number.isFinite);
  }

  return {
    async act(step, actions) {
      for (const { policy, rows, input } of groups) {
        rows.forEach((row, i) => {
          input.set(observations.subarray(row * d, (row + 1) * d), i * d);
        });
        const outputs = await policy.decide(input);
        rows.forEach((row, i) => {
          if (!choose(outputs, i, { row, step }, actions)) throw noDistribution(policy, firstRow + row, step);
        });
      }
    },
  };
}

function rowsOf(policies: Int32Array, policy: number): number[] {
  return [...policies.keys()].filter((row) => policies[row] === policy);
}

function groupOf(policy: LoadedPolicy, rows: readonly number[], d: number): Group[] {
  if (rows.length === 0) return [];
  return [{ policy, rows, input: new Float32Array(Math.max(rows.length, LEAST_ROWS) * d) }];
}

function noDistribution({ name }: LoadedPolicy, row: number, step: number): ContractError {
  const where = `environment ${row} at step ${step} of the rollout`;
  return unexpected(`policy "${name}"`, "finite numbers", `NaN or an infinity in ${where}`, "REQUEST_FAILED");
}
