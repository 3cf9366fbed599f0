import type { TopLevelSpec } from "vega-lite";
import { representativeColors } from "../../client/figures/palette.js";
import type { Panel, Position } from "../../client/figures/spec-types.js";
import type { Sweep } from "./growth-point.js";
import type { Row } from "./row.js";

/** Pixels of a panel. */
const WIDTH = 250;
const HEIGHT = 220;

const TITLES: Readonly<Record<Sweep, string>> = {
  n: "agents n (k = 5, N = 40)",
  k: "representatives k (n = 100, N = 8k)",
  N: "environments N (k = 5, n = 100)",
};

/** Transitions per second against each of n, k and N; both axes logarithmic, all panels on one scale. */
export function growthFigure(rows: readonly Row[]): TopLevelSpec {
  const rates = rows.map((row) => Number(row.transitionsPerSecond));
  const y: Position = {
    field: "transitionsPerSecond",
    type: "quantitative",
    title: "transitions per second",
    scale: { type: "log", domain: enclosing(rates), nice: false },
    axis: { values: roundNumbers(enclosing(rates)), labelExpr: "format(datum.value, ',')" },
  };
  const sweeps = (Object.keys(TITLES) as Sweep[]).filter((sweep) => rows.some((row) => row.sweep === sweep));
  const panel = (sweep: Sweep, i: number) =>
    sweepPanel(
      sweep,
      rows.filter((row) => row.sweep === sweep),
      i === 0 ? y : { ...y, title: null },
    );
  return {
    title: {
      text: "Growth",
      subtitle: "Training on HalfCheetah: transitions of all representatives together",
    },
    spacing: 28,
    hconcat: sweeps.map(panel),
  };
}

function sweepPanel(sweep: Sweep, rows: readonly Row[], y: Position): Panel {
  const [color] = representativeColors(1);
  const x: Position = {
    field: sweep,
    type: "quantitative",
    title: TITLES[sweep],
    scale: { type: "log", nice: false, padding: 14 },
    axis: {
      values: rows.map((row) => Number(row[sweep])),
      labelExpr: "format(datum.value, ',')",
      labelFlush: false,
      grid: false,
    },
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values: rows.map((row) => ({ ...row })) },
    mark: { type: "line", color, strokeWidth: 2, point: { color, size: 45 } },
    encoding: { x, y },
  };
}

/** 1, 2 and 5 times powers of ten, inside bounds. */
function roundNumbers([low, high]: readonly [number, number]): number[] {
  const powers = Array.from({ length: 19 }, (_, i) => 10 ** (i - 9));
  return powers.flatMap((power) => [power, 2 * power, 5 * power]).filter((x) => x >= low && x <= high);
}

/** The closest such numbers that have all values between them. */
function enclosing(values: readonly number[]): [number, number] {
  const all = roundNumbers([0, Number.POSITIVE_INFINITY]);
  const low = all.findLast((x) => x <= Math.min(...values));
  const high = all.find((x) => x >= Math.max(...values));
  return [low ?? all[0], high ?? all[all.length - 1]];
}
