import { createRng } from "../../../envs/rng.js";
import { ConfigError } from "../../base/config-error.js";
import type { Assignment } from "../../ops/assignment.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import { type Coverage, coverageOf } from "./coverage.js";
import { maxDistance } from "./distance.js";
import { type CoverName, coverTasks } from "./index.js";
import { rowOf, tableOf } from "./rows.js";

/** What a committee is decided by, beside its tasks. */
export interface CommitteeConfig {
  readonly cover: CoverName;
  /** ε, in θ's units; given where there is a committee. */
  readonly epsilon: number | null;
  /** What a policy is trained on: all tasks within ε of its prototype, or the prototype. */
  readonly trainOn: "cluster" | "prototype";
  readonly seed: number;
}

/** Policies for tasks: a prototype each. Ge et al. 2025. */
export interface Committee {
  /** [k, p]. */
  readonly prototypes: ParameterTable;
  readonly coverage: Coverage;
  /** [k]: tasks on whose rewards each policy is trained, none if nothing is within ε of its prototype. */
  readonly trainedOn: readonly (readonly number[])[];
  /** Who serves each task: [n]. */
  readonly assignment: Assignment;
}

/**
 * The committee for some tasks. It depends on nothing else, so that it need not be kept: equal settings and tasks give
 * the same again.
 * @param tasks - θ, [n, p]
 * @param numPolicies - k
 * @throws ConfigError if the tasks cannot be covered so, or the cover leaves nothing to train on
 */
export function foundCommittee(
  tasks: ParameterTable,
  numPolicies: number,
  { cover, epsilon, trainOn, seed }: CommitteeConfig,
): Committee {
  const chosen = chosenPrototypes(tasks, numPolicies, { cover, epsilon, seed });
  if (chosen.rows !== numPolicies) {
    throw new ConfigError(
      `representatives: expected at most the ${chosen.rows} that cover "${cover}" finds, got ${numPolicies}`,
    );
  }
  const own = trainOn === "prototype" ? nearestTasks(tasks, chosen) : undefined;
  const prototypes = own ? tableOf(own.map((i) => rowOf(tasks, i))) : chosen;
  const coverage = coverageOf(tasks, prototypes, epsilon!);
  const trainedOn = own ? own.map((i) => [i]) : coverage.members;
  if (trainedOn.every(({ length }) => length === 0)) {
    const nearest = coverage.distances.reduce((least, distance) => Math.min(least, distance));
    throw new ConfigError(
      `epsilon: expected an agent within ${epsilon} of a prototype, got the nearest at ${Number(nearest.toPrecision(4))} ` +
        `(cover "${cover}"); choose a larger one`,
    );
  }
  const trained = trainedOn.map(({ length }) => length > 0);
  return { prototypes, coverage, trainedOn, assignment: zeroShotAssignment(tasks, prototypes, trained) };
}

/**
 * How many policies a committee has whose cover decides it.
 * @param limit - at most
 */
export function committeeSize(
  tasks: ParameterTable,
  limit: number,
  config: Pick<CommitteeConfig, "cover" | "epsilon" | "seed">,
): number {
  return chosenPrototypes(tasks, limit, config).rows;
}

function chosenPrototypes(
  tasks: ParameterTable,
  numPrototypes: number,
  { cover, epsilon, seed }: Pick<CommitteeConfig, "cover" | "epsilon" | "seed">,
): ParameterTable {
  return coverTasks(cover, { tasks, epsilon: epsilon!, numPrototypes }, createRng(seed, "cover"));
}

/**
 * Zero-shot: each task, seen before or not, has the policy of the nearest prototype (L∞), the first of equals.
 * @param tasks - [n, p]
 * @param prototypes - [k, p]
 * @param trained - whether each policy was trained on anything, [k]; one that was not serves nobody
 * @returns [n]
 */
export function zeroShotAssignment(
  tasks: ParameterTable,
  prototypes: ParameterTable,
  trained: readonly boolean[],
): Assignment {
  return Int32Array.from({ length: tasks.rows }, (_, i) => {
    const distances = trained.map((is, j) =>
      is ? maxDistance(tasks, i, prototypes, j) : Number.POSITIVE_INFINITY,
    );
    return distances.indexOf(Math.min(...distances));
  });
}

/**
 * A task for each prototype: the nearest that no prototype before it has taken.
 * @returns [k], each once
 */
function nearestTasks(tasks: ParameterTable, prototypes: ParameterTable): number[] {
  const taken: number[] = [];
  for (let j = 0; j < prototypes.rows; j++) {
    const distances = Array.from({ length: tasks.rows }, (_, i) =>
      taken.includes(i) ? Number.POSITIVE_INFINITY : maxDistance(tasks, i, prototypes, j),
    );
    taken.push(distances.indexOf(Math.min(...distances)));
  }
  return taken;
}
