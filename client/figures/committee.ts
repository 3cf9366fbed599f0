import type { TopLevelSpec } from "vega-lite";
import { coverageOf } from "../assignment/covers/coverage.js";
import { tableOf } from "../assignment/covers/rows.js";
import { coverFigure } from "./cover.js";
import { type FigureRun, labelOf } from "./run.js";

/**
 * What a committee covers of a run's agents, in the colours of who serves them.
 * @returns null of other algorithms, and before evaluation
 */
export function committeeFigure({ config, summary }: FigureRun): TopLevelSpec | null {
  if (!summary?.committee) return null;
  const { cover, epsilon, prototypes } = summary.committee;
  const tables = { tasks: tableOf(summary.agentParameters), prototypes: tableOf(prototypes) };
  const coverage = {
    ...coverageOf(tables.tasks, tables.prototypes, epsilon),
    nearest: Int32Array.from(summary.assignment),
  };
  return coverFigure({ cover, epsilon, ...tables, coverage, labels: config.parameters?.map(labelOf) });
}
