import type { TopLevelSpec } from "vega-lite";
import { representativeColors } from "./palette.js";
import { type FigureHeading, panelGrid, panelTitle } from "./panel-grid.js";

const WIDTH = 460;
const HEIGHT = 240;

/**
 * Welfare after each step of EM, with a line for each instance.
 * @param curves - welfare from the start on, of any lengths
 */
export function monotoneCurvesFigure(
  heading: FigureHeading,
  curves: readonly (readonly number[])[],
): TopLevelSpec {
  const values = curves.flatMap((curve, instance) =>
    curve.map((welfare, step) => ({ instance, step, welfare })),
  );
  const panel = {
    width: WIDTH,
    height: HEIGHT,
    title: panelTitle("welfare by step", `${curves.length} instances`),
    data: { values },
    mark: { type: "line", color: representativeColors(1)[0], opacity: 0.55, strokeWidth: 1.25 },
    encoding: {
      x: {
        field: "step",
        type: "quantitative",
        title: "step (M and E in turn)",
        axis: { grid: false, tickMinStep: 1 },
      },
      y: { field: "welfare", type: "quantitative", title: "welfare", scale: { zero: false } },
      detail: { field: "instance", type: "nominal" },
    },
  } as const;
  return panelGrid(heading, [panel], 1, { withAxes: true });
}
