import type { Summary } from "../run/records.js";
import { countAgents, parameterRange } from "./histogram.js";
import { representativeColor } from "./palette.js";
import { panelTitle } from "./panel-grid.js";
import { type FigureConfig, parameterLabel, soleParameter } from "./run.js";
import type { Panel } from "./spec-types.js";

/** A run's assignment by target velocity. */
export interface HistogramPanel {
  readonly title: string;
  readonly lines: readonly string[];
  readonly config: FigureConfig;
  /** Null if there is nothing to show yet. */
  readonly summary: Summary | null;
}

const WIDTH = 230;
const HEIGHT = 130;

/**
 * How many agents of each θ every representative serves, stacked, small enough to stand beside others.
 * Ivanov and Ben-Porat 2024, figures 4 and 5.
 */
export function histogramPanel({ title, lines, config, summary }: HistogramPanel): Panel {
  const theta = soleParameter(summary) ?? [];
  const [low, high] = parameterRange(config, theta.length > 0 ? theta : [0]);
  return {
    width: WIDTH,
    height: HEIGHT,
    title: panelTitle(title, ...lines),
    data: { values: summary === null ? [] : countAgents(theta, summary.assignment, low, high) },
    mark: { type: "bar", orient: "vertical", stroke: "white", strokeWidth: 0.5, aria: false },
    encoding: {
      x: {
        field: "start",
        type: "quantitative",
        title: parameterLabel(config),
        scale: { domain: [low, high], nice: false, padding: 0 },
        axis: { grid: false, tickCount: 5, labelFlush: false, zindex: 1 },
      },
      x2: { field: "end" },
      y: {
        field: "agents",
        type: "quantitative",
        title: "agents",
        stack: "zero",
        axis: { tickMinStep: 1, format: "d", tickCount: 4 },
      },
      color: representativeColor(config.k),
      order: { field: "representative", type: "ordinal" },
    },
  };
}
