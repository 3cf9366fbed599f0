import { createRng } from "../../../envs/rng.js";
import { ConfigError } from "../../base/config-error.js";
import type { Assignment } from "../../ops/assignment.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import { type Coverage, coverageOf } from "./coverage.js";
import { maxDistance } from "./distance.js";
import { coverTasks } from "./index.js";
import { rowOf, tableOf } from "./rows.js";

/** Settings that, with the tasks, determine a committee. */
export interface CommitteeConfig {
  readonly cover: string;
  /** ε, in θ's units; not null if there is a committee. */
  readonly epsilon: number | null;
  /** What a policy is trained on: all tasks within ε of its prototype, or only the prototype. */
  readonly trainOn: "cluster" | "prototype";
  readonly seed: number;
}

/** A set of policies for tasks, each with a prototype. Ge et al. 2025. */
export interface Committee {
  /** [k, p]. */
  readonly prototypes: ParameterTable;
  readonly coverage: Coverage;
  /** [k]: the tasks on whose rewards each policy is trained; empty if no task is within ε of its prototype. */
  readonly trainedOn: readonly (readonly number[])[];
  /** The policy of each task: [n]. */
  readonly assignment: Assignment;
}

/**
 * Finds the committee for some tasks. Equal settings and tasks always give the same committee.
 * @param tasks - θ, [n, p]
 * @param numPolicies - k, or an upper limit if the cover decides k, which may be infinity
 * @throws ConfigError if the cover cannot handle the tasks, or leaves no task to train on
 */
export function foundCommittee(
  tasks: ParameterTable,
  numPolicies: number,
  { cover, epsilon, trainOn, seed }: CommitteeConfig,
): Committee {
  const problem = { tasks, epsilon: epsilon!, numPrototypes: numPolicies };
  const chosen = coverTasks(cover, problem, createRng(seed, "cover"));
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
  const found = { prototypes, coverage, trainedOn };
  return { ...found, assignment: zeroShotAssignment(tasks, found) };
}

/**
 * Zero-shot assignment: each task, trained for or not, gets the policy of the nearest prototype (L∞); among equals, the
 * first. A policy that was trained on no task serves none.
 * @param tasks - [n, p]
 * @returns [n]
 */
export function zeroShotAssignment(
  tasks: ParameterTable,
  { prototypes, trainedOn }: Pick<Committee, "prototypes" | "trainedOn">,
): Assignment {
  return Int32Array.from({ length: tasks.rows }, (_, i) => {
    const distances = trainedOn.map(({ length }, j) =>
      length > 0 ? maxDistance(tasks, i, prototypes, j) : Number.POSITIVE_INFINITY,
    );
    return distances.indexOf(Math.min(...distances));
  });
}

/**
 * A task for each prototype: the nearest one that no earlier prototype has taken.
 * @returns [k], without duplicates
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
