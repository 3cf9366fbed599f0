import type { TopLevelSpec } from "vega-lite";
import type { Coverage } from "../covers/coverage.js";
import type { ParameterTable } from "../parameter-table.js";
import { coverLine } from "./cover-line.js";
import { coverPlane } from "./cover-plane.js";
import { principalPlane } from "./principal-plane.js";

/** A cover to be drawn. */
export interface DrawnCover {
  /** The method's name. */
  readonly cover: string;
  /** In θ's units. */
  readonly epsilon: number;
  /** θ, [n, p]. */
  readonly tasks: ParameterTable;
  /** [K, p]. */
  readonly prototypes: ParameterTable;
  readonly coverage: Coverage;
}

/**
 * Tasks in the colours of their nearest prototypes, and what these cover: on a line, in a plane or, of more dimensions,
 * in the plane in which tasks differ most.
 */
export function coverFigure(drawn: DrawnCover): TopLevelSpec {
  const { cover, epsilon, tasks, prototypes, coverage } = drawn;
  const covered = tasks.rows - coverage.uncovered.length;
  const facts = [
    cover,
    `K = ${prototypes.rows}`,
    `ε = ${epsilon}`,
    `covers ${covered} of ${tasks.rows} tasks`,
  ];
  const hollow = coverage.uncovered.length > 0 ? ["hollow: not covered"] : [];
  const title = { text: "Cover of tasks", subtitle: [...facts, ...hollow].join(", ") };
  if (tasks.columns === 1) return { title, ...coverLine(drawn) };
  if (tasks.columns === 2) {
    const [points, centres] = [tasks, prototypes].map(pairs);
    return { title, ...coverPlane({ points, centres, coverage, reach: epsilon, axes: ["θ₁", "θ₂"] }) };
  }
  const plane = principalPlane(tasks);
  const [points, centres] = [tasks, prototypes].map(plane.project);
  const axes = plane.shares.map(
    (share, c) =>
      `principal component ${c + 1} of ${tasks.columns} dimensions (${(100 * share).toFixed(0)}% of variance)`,
  );
  return { title, ...coverPlane({ points, centres, coverage, reach: null, axes: [axes[0], axes[1]] }) };
}

function pairs({ rows, values }: ParameterTable): (readonly [number, number])[] {
  return Array.from({ length: rows }, (_, i) => [values[2 * i], values[2 * i + 1]] as const);
}
