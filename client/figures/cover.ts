import type { TopLevelSpec } from "vega-lite";
import type { ParameterTable } from "../tables/parameter-table.js";
import { coverLine } from "./cover-line.js";
import { coverPlane } from "./cover-plane.js";
import type { DrawnCover } from "./drawn-cover.js";
import { principalPlane } from "./principal-plane.js";

/**
 * Tasks in the colours of their nearest prototypes, with the areas that prototypes cover: on a line, in a plane or, for
 * more dimensions, in the plane in which tasks differ most.
 */
export function coverFigure(drawn: DrawnCover): TopLevelSpec {
  const { tasks, prototypes, coverage, epsilon } = drawn;
  const title = coverTitle(drawn);
  if (tasks.columns === 1) return { title, ...coverLine(drawn) };
  if (tasks.columns === 2) {
    const [points, centres] = [tasks, prototypes].map(pairs);
    const [x, y] = drawn.labels ?? ["θ₁", "θ₂"];
    return { title, ...coverPlane({ points, centres, coverage, reach: epsilon, axes: [x, y] }) };
  }
  const plane = principalPlane(tasks);
  const [points, centres] = [tasks, prototypes].map(plane.project);
  const [x, y] = plane.shares.map(
    (share, c) => `principal component ${c + 1} (${(100 * share).toFixed(0)}%)`,
  );
  return { title, ...coverPlane({ points, centres, coverage, reach: null, axes: [x, y] }) };
}

function coverTitle({ cover, epsilon, tasks, prototypes, coverage }: DrawnCover) {
  const covered = tasks.rows - coverage.uncovered.length;
  const dimensions = tasks.columns > 2 ? [`${tasks.columns} dimensions`] : [];
  const hollow = coverage.uncovered.length > 0 ? ", the others are hollow" : "";
  const facts = [cover, `K = ${prototypes.rows}`, `ε = ${epsilon}`, ...dimensions].join(", ");
  return {
    text: "Cover of tasks",
    subtitle: [facts, `${covered} of ${tasks.rows} tasks are covered${hollow}`],
  };
}

function pairs({ rows, values }: ParameterTable): (readonly [number, number])[] {
  return Array.from({ length: rows }, (_, i) => [values[2 * i], values[2 * i + 1]] as const);
}
