import type { TopLevelSpec } from "vega-lite";
import { histogramBars } from "./histogram-bars.js";
import { type FigureRun, figureTitle, isResourceGathering, soleParameter } from "./run.js";

/**
 * A figure that shows how many agents of each θ every representative serves, as stacked bars.
 * Ivanov and Ben-Porat 2024, figure 4.
 * @returns null unless agents differ in exactly one continuous parameter
 */
export function histogramFigure(run: FigureRun): TopLevelSpec | null {
  const { config, summary } = run;
  const theta = soleParameter(summary);
  if (summary === null || theta === null || isResourceGathering(config.environment)) return null;
  return {
    title: figureTitle("Agents by representative", run),
    width: 560,
    height: 240,
    ...histogramBars(config, theta, summary, { strokeWidth: 1, xTicks: 6, yTicks: 5 }),
  };
}
