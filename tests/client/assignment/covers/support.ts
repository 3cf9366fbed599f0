import type { CoverProblem } from "../../../../client/assignment/covers/cover.js";
import { type CoverName, coverTasks } from "../../../../client/assignment/covers/index.js";
import { tableOf } from "../../../../client/assignment/covers/rows.js";
import type { ParameterTable } from "../../../../client/tables/parameter-table.js";
import { createRng } from "../../../../envs/rng.js";

/** A cover's prototypes, each [p]. */
export function prototypesOf(
  cover: CoverName,
  tasks: readonly (readonly number[])[],
  epsilon: number,
  numPrototypes: number,
  seed = 0,
): number[][] {
  const problem: CoverProblem = { tasks: tableOf(tasks), epsilon, numPrototypes };
  return rowsOf(coverTasks(cover, problem, createRng(seed)));
}

/** Tasks on a line. */
export const line = (...values: number[]) => values.map((value) => [value]);

export function rowsOf({ values, columns, rows }: ParameterTable): number[][] {
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}

/** Tasks within ε of a prototype. */
export function numCovered(
  tasks: readonly (readonly number[])[],
  prototypes: readonly (readonly number[])[],
  epsilon: number,
): number {
  const near = (task: readonly number[], prototype: readonly number[]) =>
    task.every((value, m) => Math.abs(value - prototype[m]) <= epsilon + 1e-9);
  return tasks.filter((task) => prototypes.some((prototype) => near(task, prototype))).length;
}

/**
 * The most tasks that K prototypes can cover, by trying. It is enough to try prototypes each of whose coordinates
 * is ε above that of some task: any other can be moved down to one, and loses nobody.
 */
export function mostCovered(tasks: readonly (readonly number[])[], epsilon: number, K: number): number {
  const corners = tasks[0].reduce<number[][]>(
    (found, _, m) => found.flatMap((corner) => tasks.map((task) => [...corner, task[m] + epsilon])),
    [[]],
  );
  const sets = corners.map((corner) =>
    tasks.reduce((set, task, i) => set | (numCovered([task], [corner], epsilon) << i), 0),
  );
  const distinct = [...new Set(sets)];
  const best = (covered: number, left: number): number =>
    left === 0 ? bits(covered) : Math.max(...distinct.map((set) => best(covered | set, left - 1)));
  return best(0, K);
}

function bits(set: number): number {
  return set === 0 ? 0 : (set & 1) + bits(set >>> 1);
}
