import { type CoverFacts, coverFacts } from "../assignment/covers/cover-facts.js";
import type { DrawnCover } from "../figures/drawn-cover.js";

/** The results of a cover, as in cover.json. Tasks are numbered from 0. */
export interface CoverRecord extends CoverFacts {
  readonly seed: number;
  /** n and p. */
  readonly tasks: number;
  readonly dimensions: number;
  /** [K]: the tasks within ε of each prototype. */
  readonly members: readonly (readonly number[])[];
  /** [n]: the prototype nearest to each task, from 0. */
  readonly nearest: readonly number[];
}

/** Longer lists of numbers are shortened in text for people. */
const MAX_NUMBERS = 30;
const MAX_COORDINATES = 6;

export function coverRecord(
  { cover, epsilon, tasks, prototypes, coverage }: DrawnCover,
  seed: number,
): CoverRecord {
  return {
    seed,
    tasks: tasks.rows,
    dimensions: tasks.columns,
    ...coverFacts(cover, epsilon, prototypes, coverage),
    members: coverage.members,
    nearest: [...coverage.nearest],
  };
}

/** The results of a cover as text for people. */
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
