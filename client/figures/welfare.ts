import type { TopLevelSpec } from "vega-lite";
import type { Summary } from "../records/records.js";
import { representativeColors } from "./palette.js";
import { type FigureRun, figureTitle } from "./run.js";
import type { Layer, Position } from "./spec-types.js";
import { FAINT_INK, INK } from "./theme.js";
import { TIME_WIDTH, transitionsAxis } from "./transitions-axis.js";

const y: Position = {
  field: "welfare",
  type: "quantitative",
  title: "welfare (mean return of agents)",
  scale: { zero: false, nice: true },
};

/**
 * A figure of welfare during training, the evaluated welfare and the best known one.
 * @returns null if nothing was trained
 */
export function welfareFigure(run: FigureRun): TopLevelSpec | null {
  const { metrics, summary } = run;
  if (metrics.length === 0) return null;
  const last = Math.max(metrics[metrics.length - 1].transitions, summary?.transitions ?? 0);
  const best = summary?.bestKnownWelfare ?? null;
  return {
    title: figureTitle("Welfare", run),
    width: TIME_WIDTH,
    height: 280,
    layer: [
      curveLayer(run, last),
      ...(best === null ? [] : bestKnownLayers(best)),
      ...(summary === null ? [] : evaluationLayers(summary, last)),
    ],
  };
}

function curveLayer({ metrics }: FigureRun, last: number): Layer {
  const values = metrics.map(({ transitions, welfare }) => ({ transitions, welfare }));
  const color = representativeColors(1)[0];
  // A line with only one point would be invisible.
  const point = values.length === 1 && { color };
  return {
    data: { values },
    mark: { type: "line", color, strokeWidth: 2, point },
    encoding: { x: transitionsAxis("transitions", last), y },
  };
}

function bestKnownLayers(welfare: number): Layer[] {
  const data = { values: [{ welfare }] };
  const text = `best known ${welfare.toFixed(1)}`;
  return [
    { data, mark: { type: "rule", strokeDash: [6, 4], color: INK }, encoding: { y } },
    {
      data,
      mark: { type: "text", text, x: 6, dy: -8, align: "left", fontSize: 11, color: INK },
      encoding: { y },
    },
  ];
}

/** A point with its standard error as a bar, and a label beside the plot. */
function evaluationLayers({ welfare: { mean, standardError }, transitions }: Summary, last: number): Layer[] {
  const low = mean - standardError;
  const high = mean + standardError;
  const data = { values: [{ transitions, welfare: mean, low, high }] };
  const x = transitionsAxis("transitions", last);
  const text = ["evaluated", `${mean.toFixed(1)} ± ${standardError.toFixed(1)}`];
  const beside = { align: "left", baseline: "middle", fontSize: 11, color: FAINT_INK } as const;
  return [
    {
      data,
      mark: { type: "errorbar", color: INK, rule: { strokeWidth: 1.5 }, ticks: { size: 9 } },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
    },
    { data, mark: { type: "point", filled: true, size: 50, opacity: 1, color: INK }, encoding: { x, y } },
    { data, mark: { type: "text", text, x: TIME_WIDTH + 12, ...beside }, encoding: { y } },
  ];
}
