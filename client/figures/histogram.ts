import type { TopLevelSpec } from "vega-lite";
import { representativeColor } from "./palette.js";
import {
  type FigureConfig,
  type FigureRun,
  figureTitle,
  isResourceGathering,
  parameterLabel,
  soleParameter,
} from "./run.js";

const BINS = 25;
/** What an unknown upper end is rounded up to. */
const ROUNDING = 0.5;

/**
 * How many agents of each θ every representative serves, stacked.
 * Ivanov and Ben-Porat 2024, figure 4.
 * @returns null where agents do not differ in one continuous number
 */
export function histogramFigure(run: FigureRun): TopLevelSpec | null {
  const { config, summary } = run;
  const theta = soleParameter(summary);
  if (summary === null || theta === null || isResourceGathering(config.environment)) return null;
  const [low, high] = parameterRange(config, theta);
  return {
    title: figureTitle("Agents by representative", run),
    width: 560,
    height: 240,
    data: { values: countAgents(theta, summary.assignment, low, high) },
    mark: { type: "bar", orient: "vertical", stroke: "white", strokeWidth: 1 },
    encoding: {
      x: {
        field: "start",
        type: "quantitative",
        title: parameterLabel(config),
        scale: { domain: [low, high], nice: false, padding: 0 },
        axis: { grid: false, tickCount: 6, labelFlush: false, zindex: 1 },
      },
      x2: { field: "end" },
      y: {
        field: "agents",
        type: "quantitative",
        title: "agents",
        stack: "zero",
        axis: { tickMinStep: 1, format: "d", tickCount: 5 },
      },
      color: representativeColor(config.k),
      order: { field: "representative", type: "ordinal" },
    },
  };
}

/** [low, high]: as the environment says, or what the agents fill, rounded. */
export function parameterRange(
  { parameter }: FigureConfig,
  theta: readonly number[],
): [low: number, high: number] {
  if (parameter !== undefined) return [parameter.minimum, parameter.maximum];
  const low = Math.floor(Math.min(0, ...theta) / ROUNDING) * ROUNDING;
  return [low, Math.max(Math.ceil(Math.max(...theta) / ROUNDING) * ROUNDING, low + ROUNDING)];
}

/**
 * Agents in 25 bins on [low, high]: one record for every bin and representative that meet.
 * @param theta - [n]
 * @param assignment - [n]
 */
export function countAgents(
  theta: readonly number[],
  assignment: readonly number[],
  low: number,
  high: number,
) {
  const width = (high - low) / BINS;
  const counts = new Map<string, { start: number; end: number; representative: number; agents: number }>();
  theta.forEach((value, i) => {
    const bin = Math.min(Math.max(Math.floor((value - low) / width), 0), BINS - 1);
    const key = `${bin} ${assignment[i]}`;
    const start = low + bin * width;
    const count = counts.get(key) ?? {
      start,
      end: start + width,
      representative: assignment[i] + 1,
      agents: 0,
    };
    count.agents++;
    counts.set(key, count);
  });
  return [...counts.values()];
}
