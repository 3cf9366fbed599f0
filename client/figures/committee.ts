import type { TopLevelSpec } from "vega-lite";
import { coverageOf } from "../assignment/covers/coverage.js";
import { tableOf } from "../assignment/covers/rows.js";
import { coverFigure } from "./cover.js";
import { type FigureRun, labelOf } from "./run.js";

/**
 * A figure of the agents that a committee covers, in the colours of the representatives that serve them.
 * @returns null for other algorithms, and before evaluation
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
