import type { Summary } from "../records/records.js";
import { representativeColor } from "./palette.js";
import { type FigureConfig, parameterLabel } from "./run.js";
import type { Bars } from "./spec-types.js";

const BINS = 25;
/** An unknown upper end is rounded up to a multiple of this. */
const ROUNDING = 0.5;

/** How dense a histogram's marks are. */
export interface HistogramStyle {
  /** In pixels, between the bars. */
  readonly strokeWidth: number;
  readonly xTicks: number;
  readonly yTicks: number;
}

/**
 * Stacked bars that show how many agents of each θ every representative serves: data, mark and encoding of a figure.
 * Ivanov and Ben-Porat 2024, figures 4 and 5.
 * @param theta - [n]
 * @param summary - null if there is nothing to show yet
 */
export function histogramBars(
  config: FigureConfig,
  theta: readonly number[],
  summary: Summary | null,
  { strokeWidth, xTicks, yTicks }: HistogramStyle,
): Bars {
  const range = parameterRange(config, theta);
  const [low, high] = range;
  return {
    data: { values: summary === null ? [] : countAgents({ theta, assignment: summary.assignment }, range) },
    mark: { type: "bar", orient: "vertical", stroke: "white", strokeWidth, aria: false },
    encoding: {
      x: {
        field: "start",
        type: "quantitative",
        title: parameterLabel(config),
        scale: { domain: [low, high], nice: false, padding: 0 },
        axis: { grid: false, tickCount: xTicks, labelFlush: false, zindex: 1 },
      },
      x2: { field: "end" },
      y: {
        field: "agents",
        type: "quantitative",
        title: "agents",
        stack: "zero",
        axis: { tickMinStep: 1, format: "d", tickCount: yTicks },
      },
      color: representativeColor(config.k),
      order: { field: "representative", type: "ordinal" },
    },
  };
}

/** [low, high]: the environment's range, or the rounded range of the agents. */
function parameterRange(
  { parameters = [] }: FigureConfig,
  theta: readonly number[],
): [low: number, high: number] {
  const [parameter] = parameters;
  // Infinite bounds are null in a summary.
  if (Number.isFinite(parameter?.minimum) && Number.isFinite(parameter.maximum)) {
    return [parameter.minimum, parameter.maximum];
  }
  const low = Math.floor(Math.min(0, ...theta) / ROUNDING) * ROUNDING;
  return [low, Math.max(Math.ceil(Math.max(0, ...theta) / ROUNDING) * ROUNDING, low + ROUNDING)];
}

/** Agents by what they want and who serves them; both [n]. */
interface ServedAgents {
  readonly theta: readonly number[];
  readonly assignment: readonly number[];
}

/** Agents in 25 bins on a range: one record for every bin and representative that meet. */
function countAgents({ theta, assignment }: ServedAgents, [low, high]: readonly [low: number, high: number]) {
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
