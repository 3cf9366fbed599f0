import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TrainConfigInput } from "../../client/index.js";
import type { Bench, BenchContext } from "./bench.js";
import type { GrowthPoint } from "./growth-point.js";
import { AUTHORS_NETWORKS } from "./networks.js";
import type { Row } from "./row.js";
import { trainInChild } from "./training.js";

const POINTS: readonly GrowthPoint[] = [
  ...[10, 100, 1000, 10_000].map((n) => ({ sweep: "n", k: 5, n, B: 8 }) as const),
  ...[1, 2, 5, 10, 25, 50].map((k) => ({ sweep: "k", k, n: 100, B: 8 }) as const),
  ...[2, 4, 8, 16, 32].map((B) => ({ sweep: "N", k: 5, n: 100, B }) as const),
];

/** From the root of the repository, where npm runs scripts. */
const FIGURE = join("docs", "growth.png");

export const growth: Bench = {
  name: "growth",
  title: "growth: transitions per second against n, k and N",
  about: `As \`train\`, HalfCheetah; what \`sweep\` names grows. Drawn in ${FIGURE}.`,
  hasPeers: false,
  run: (context) => measureAndDraw(context),
};

async function* measureAndDraw(context: BenchContext): AsyncIterable<Row> {
  const rows: Row[] = [];
  for await (const row of measureGrowth(context, POINTS)) {
    rows.push(row);
    yield row;
  }
  await drawGrowth(rows, FIGURE);
  context.progress(`growth: drew ${FIGURE}`);
}

/** @param settings - besides those of `train` */
export async function* measureGrowth(
  { rounds: iterations, progress }: BenchContext,
  points: readonly GrowthPoint[],
  settings: TrainConfigInput = {},
): AsyncIterable<Row> {
  for (const { sweep, k, n, B } of points) {
    const N = k * B;
    progress(`growth of ${sweep}: k = ${k}, n = ${n}, N = ${N}, ${iterations} iterations`);
    const config = { env: "half-cheetah", representatives: k, agents: n, envsPerRepresentative: B };
    const training = await trainInChild({
      config: { ...AUTHORS_NETWORKS, ...config, ...settings },
      iterations,
    });
    const { engine, backend, transitionsPerSecond, seconds } = training;
    yield { bench: "growth", engine, backend, sweep, k, n, N, transitionsPerSecond, seconds };
  }
}

/** @param rows - of `growth` */
export async function drawGrowth(rows: readonly Row[], file: string): Promise<void> {
  // Loaded only here: Vega takes a while.
  const { growthFigure } = await import("./growth-figure.js");
  const { renderPng, renderSvg } = await import("../../client/figures/rendering.js");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, renderPng(await renderSvg(growthFigure(rows))));
}
