/**
 * Trains what the README reports and prints its table: `npm run results -- --seeds 3 --out runs/results`.
 * Runs that are there already are not trained again; one that was stopped goes on.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Summary } from "../client/index.js";

const CAUCUS = fileURLToPath(new URL("../client/cli/main.js", import.meta.url));

/** What is trained, and what the authors' code reached (its own average of training returns, one seed). */
const EXPERIMENTS = [
  { env: "resource-gathering", algorithm: "em", representatives: 3, transitions: 204_800, theirs: "82.6" },
  {
    env: "resource-gathering",
    algorithm: "end-to-end",
    representatives: 3,
    transitions: 204_800,
    theirs: "86.2",
  },
  { env: "half-cheetah", algorithm: "em", representatives: 5, transitions: 153_600, theirs: "5.7" },
  { env: "half-cheetah", algorithm: "end-to-end", representatives: 5, transitions: 153_600, theirs: "6.5" },
] as const;

type Experiment = (typeof EXPERIMENTS)[number];

function trainOnce(
  { env, algorithm, representatives, transitions }: Experiment,
  seed: number,
  out: string,
): Summary {
  const path = join(out, `${env}-${algorithm}-${seed}`);
  const summary = join(path, "summary.json");
  if (!existsSync(summary)) {
    const settings = Object.entries({ env, algorithm, representatives, transitions, seed });
    const begin = settings.flatMap(([name, value]) => [`--${name}`, String(value)]);
    const flags = existsSync(join(path, "config.json")) ? ["--resume"] : begin;
    const { status } = spawnSync(process.execPath, [CAUCUS, "train", "--out", path, ...flags], {
      stdio: "inherit",
    });
    if (status !== 0) throw new Error(`${path}: caucus train ended with status ${status}`);
  }
  return JSON.parse(readFileSync(summary, "utf8")) as Summary;
}

/** Mean and standard error over seeds. */
function overSeeds(values: readonly number[]): string {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return `${mean.toFixed(1)} ± ${Math.sqrt(variance / values.length).toFixed(1)}`;
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "3" },
    out: { type: "string", default: join("runs", "results") },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed);
const rows = EXPERIMENTS.map((experiment) => {
  const summaries = seeds.map((seed) => trainOnce(experiment, seed, values.out));
  const { env, algorithm, representatives, transitions, theirs } = experiment;
  const deterministic = overSeeds(summaries.map(({ welfare }) => welfare.mean));
  const stochastic = overSeeds(summaries.map(({ stochasticWelfare }) => stochasticWelfare.mean));
  const name = `\`${env}\`, k = ${representatives}, \`${algorithm}\``;
  return `| ${name} | ${Math.round(transitions / 1000)}k | ${deterministic} | ${stochastic} | ${theirs} |`;
});
console.log(`
| | transitions each | welfare, on the modes | with sampled actions | authors' code |
|---|---|---|---|---|
${rows.join("\n")}`);
