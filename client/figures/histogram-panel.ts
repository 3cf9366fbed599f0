import type { Summary } from "../records/records.js";
import { histogramBars } from "./histogram-bars.js";
import { panelTitle } from "./panel-grid.js";
import { type FigureConfig, soleParameter } from "./run.js";
import type { Panel } from "./spec-types.js";

/** A run's assignment by agents' parameter. */
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
 * A small panel that shows how many agents of each θ every representative serves, as stacked bars.
 * Ivanov and Ben-Porat 2024, figures 4 and 5.
 */
export function histogramPanel({ title, lines, config, summary }: HistogramPanel): Panel {
  const theta = soleParameter(summary) ?? [];
  return {
    width: WIDTH,
    height: HEIGHT,
    title: panelTitle(title, ...lines),
    ...histogramBars(config, theta, summary, { strokeWidth: 0.5, xTicks: 5, yTicks: 4 }),
  };
}
