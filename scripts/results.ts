/**
 * Trains what the README reports and prints its table: `npm run results -- --seeds 3 --out runs/results`.
 * Runs that are there already are not trained again; one that was stopped goes on. `--first-seed 3` takes seeds 3, 4, 5, and
 * `--engine eager` the other engine, for which another `--out` is wanted.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Summary } from "../client/index.js";

const CAUCUS = fileURLToPath(new URL("../client/cli/main.js", import.meta.url));

/** The authors' networks; the paper's text has one hidden layer, and an output layer for each representative. */
const AUTHORS_NETWORKS = ["--hidden-sizes", "64", "64", "--critic-conditioning", "one-hot"];

interface Experiment {
  readonly settings: Readonly<Record<string, string | number>>;
  readonly flags: readonly string[];
  /** What the authors' code reached with as many transitions, where it has been run: its own average of training returns, one seed. */
  readonly theirs?: number;
}

const gathering = { env: "resource-gathering", representatives: 3, transitions: 204_800 };
const cheetah = { env: "half-cheetah", representatives: 5, agents: 100, transitions: 153_600 };

/** Longer runs, which are trained only if `--only` names them. */
const LONG_GATHERING = [1, 2, 3, 5, 10, 25].map(
  (k) => [k, { ...gathering, representatives: k, transitions: 1_000_000 }] as const,
);
const longCheetah = { ...cheetah, transitions: 307_200 };

const LONG_EXPERIMENTS: Readonly<Record<string, Experiment>> = {
  ...Object.fromEntries(
    LONG_GATHERING.flatMap(([k, settings]) =>
      (["auto", "em", "end-to-end"] as const).map((algorithm) => [
        `resource-gathering-${algorithm}-k${k}-long`,
        { settings: { ...settings, algorithm }, flags: algorithm === "end-to-end" ? AUTHORS_NETWORKS : [] },
      ]),
    ),
  ),
  ...Object.fromEntries(
    (["auto", "em", "end-to-end"] as const).map((algorithm) => [
      `half-cheetah-${algorithm}-long`,
      { settings: { ...longCheetah, algorithm }, flags: [] },
    ]),
  ),
};

const EXPERIMENTS: Readonly<Record<string, Experiment>> = {
  "resource-gathering-auto": { settings: { ...gathering, algorithm: "auto" }, flags: [] },
  "resource-gathering-em": { settings: { ...gathering, algorithm: "em" }, flags: [], theirs: 82.6 },
  "resource-gathering-end-to-end": {
    settings: { ...gathering, algorithm: "end-to-end" },
    flags: AUTHORS_NETWORKS,
    theirs: 86.2,
  },
  "half-cheetah-auto": { settings: { ...cheetah, algorithm: "auto" }, flags: [] },
  "half-cheetah-em": { settings: { ...cheetah, algorithm: "em" }, flags: [], theirs: 5.7 },
  "half-cheetah-end-to-end": { settings: { ...cheetah, algorithm: "end-to-end" }, flags: [], theirs: 6.5 },
};

const ALL_EXPERIMENTS = { ...EXPERIMENTS, ...LONG_EXPERIMENTS };

function trainOnce(
  name: string,
  { settings, flags }: Experiment,
  seed: number,
  { out, engine }: { out: string; engine: string },
): Summary {
  const path = join(out, `${name}-${seed}`);
  const summary = join(path, "summary.json");
  if (!existsSync(summary)) {
    const begin = Object.entries({ ...settings, seed }).flatMap(([key, value]) => [
      `--${key}`,
      String(value),
    ]);
    const start = existsSync(join(path, "config.json")) ? ["--resume"] : [...begin, ...flags];
    const { status } = spawnSync(
      process.execPath,
      [CAUCUS, "train", "--out", path, "--engine", engine, ...start],
      { stdio: "inherit" },
    );
    if (status !== 0) throw new Error(`${path}: caucus train ended with status ${status}`);
  }
  return JSON.parse(readFileSync(summary, "utf8")) as Summary;
}

/** Mean and standard error over seeds; for one seed, its value. */
function overSeeds(values: readonly number[]): string {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (values.length === 1) return `${mean.toFixed(1)} (one seed)`;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return `${mean.toFixed(1)} ± ${Math.sqrt(variance / values.length).toFixed(1)}`;
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "3" },
    "first-seed": { type: "string", default: "0" },
    engine: { type: "string", default: "auto" },
    out: { type: "string", default: join("runs", "results") },
    only: { type: "string", multiple: true, default: Object.keys(EXPERIMENTS) },
  },
});
const firstSeed = Number(values["first-seed"]);
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => firstSeed + i);
const rows = values.only.map((name) => {
  const experiment = ALL_EXPERIMENTS[name];
  if (experiment === undefined)
    throw new Error(`--only: expected ${Object.keys(ALL_EXPERIMENTS).join(", ")}, got ${name}`);
  const summaries = seeds.map((seed) => trainOnce(name, experiment, seed, values));
  const { env, algorithm, representatives, transitions } = experiment.settings;
  const deterministic = overSeeds(summaries.map(({ welfare }) => welfare.mean));
  const stochastic = overSeeds(summaries.map(({ stochasticWelfare }) => stochasticWelfare.mean));
  const what = `\`${env}\`, k = ${representatives}, \`${algorithm}\``;
  return `| ${what} | ${Number(transitions) / 1000}k | ${deterministic} | ${stochastic} | ${experiment.theirs ?? "–"} |`;
});
console.log(`
| | transitions each | welfare, on the modes | with sampled actions | authors' code |
|---|---|---|---|---|
${rows.join("\n")}`);
