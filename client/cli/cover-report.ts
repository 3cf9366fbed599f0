import type { DrawnCover } from "../figures/drawn-cover.js";

/** cover.json: what a cover came to. Tasks are numbered from 0. */
export interface CoverRecord {
  readonly cover: string;
  readonly epsilon: number;
  readonly seed: number;
  /** n and p. */
  readonly tasks: number;
  readonly dimensions: number;
  /** Share of tasks within ε of a prototype. */
  readonly coverage: number;
  /** [K, p]. */
  readonly prototypes: readonly (readonly number[])[];
  /** [K]: tasks within ε of each prototype; a task may be within ε of several. */
  readonly sizes: readonly number[];
  /** [K]: which they are. */
  readonly members: readonly (readonly number[])[];
  /** [n]: the prototype nearest to each task, from 0. */
  readonly nearest: readonly number[];
  /** Tasks within ε of none. */
  readonly uncovered: readonly number[];
  /** What is odd about it, and what to change. */
  readonly notes: readonly string[];
}

/** More numbers than this are shortened where a person reads them. */
const MAX_NUMBERS = 30;
const MAX_COORDINATES = 6;

export function coverRecord(
  { cover, epsilon, tasks, prototypes, coverage }: DrawnCover,
  seed: number,
  notes: readonly string[],
): CoverRecord {
  const { columns, rows, values } = prototypes;
  return {
    cover,
    epsilon,
    seed,
    tasks: tasks.rows,
    dimensions: columns,
    coverage: coverage.share,
    prototypes: Array.from({ length: rows }, (_, j) => [...values.subarray(j * columns, (j + 1) * columns)]),
    sizes: coverage.members.map(({ length }) => length),
    members: coverage.members,
    nearest: [...coverage.nearest],
    uncovered: coverage.uncovered,
    notes,
  };
}

/** A cover, for a person. */
export function coverText(record: CoverRecord): string {
  const { cover, epsilon, tasks, dimensions, uncovered, prototypes, sizes, notes } = record;
  const covered = tasks - uncovered.length;
  return [
    `${cover}, K = ${prototypes.length}, ε = ${epsilon}: ${tasks} tasks of ${dimensions} ${dimensions === 1 ? "dimension" : "dimensions"}`,
    `covers ${covered} of ${tasks} (${(100 * record.coverage).toFixed(1)}%)`,
    ...prototypes.map((theta, j) => `prototype ${j + 1} covers ${sizes[j]}: θ = ${vectorText(theta)}`),
    ...(uncovered.length > 0 ? [`left out: ${listText(uncovered)}`] : []),
    ...notes.map((note) => `note: ${note}`),
  ].join("\n");
}

function vectorText(theta: readonly number[]): string {
  const shown = theta.slice(0, MAX_COORDINATES).map((value) => String(Number(value.toPrecision(5))));
  const more = theta.length > MAX_COORDINATES ? [`… (${theta.length} numbers, all with --json)`] : [];
  return [...shown, ...more].join(", ");
}

function listText(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MAX_NUMBERS).join(", ");
  return numbers.length > MAX_NUMBERS ? `${shown}, … (${numbers.length} tasks, all with --json)` : shown;
}
