import { dirname } from "node:path";
import { kebabCase } from "../../../proto/kebab-case.js";
import { ConfigError } from "../../base/config-error.js";
import { makeDirectory, writeFileWhole } from "../../base/files.js";
import { readable } from "../../base/readable-text.js";
import type { TrainConfig } from "../../config/train-config.js";
import { sampleMean } from "../../ops/sample-mean.js";
import {
  type ComparedRun,
  differingSettings,
  groupedBySettings,
  readComparedRun,
} from "../../run/compared-run.js";
import { RunDirectoryError } from "../../run/run-directory.js";
import { plainTable } from "../plain-table.js";
import { welfareText } from "../welfare-text.js";

export interface CompareFlags {
  /** Their directories. */
  readonly runs?: readonly string[];
  readonly out?: string;
  readonly json: boolean;
}

type Setting = keyof TrainConfig;

/** Characters of a setting that are shown in a table; what is longer is shortened. */
const MAX_SETTING = 24;

/** Sets runs beside one another: in a table, and in a picture if one is asked for. */
export async function compareAction({ runs: paths = [], out, json }: CompareFlags): Promise<void> {
  if (paths.length === 0) throw new ConfigError("compare: expected the directories of runs, got none");
  if (out !== undefined && !/\.(png|svg)$/.test(out)) {
    throw new ConfigError(`--out: expected a file named .png or .svg, got ${out}`);
  }
  const runs = await readRuns([...new Set(paths)]);
  const differing = differingSettings(runs.map(({ config }) => config));
  const groups = groupedBySettings(runs);
  if (out !== undefined) await drawComparison(groups, differing, out);
  console.log(json ? comparisonJson(groups, differing) : comparisonText(runs, groups, differing));
  if (out !== undefined && !json) console.log(out);
}

/** @throws RunDirectoryError that names every run that cannot be read, with the reason */
async function readRuns(paths: readonly string[]): Promise<ComparedRun[]> {
  const problems: string[] = [];
  const runs: ComparedRun[] = [];
  for (const path of paths) {
    await readComparedRun(path).then(
      (run) => runs.push(run),
      ({ message }: Error) => problems.push(`${path}: ${message.replaceAll("\n", "; ")}`),
    );
  }
  if (problems.length === 0) return runs;
  throw new RunDirectoryError(`expected runs that can be read, got\n${problems.join("\n")}`);
}

function comparisonText(
  runs: readonly ComparedRun[],
  groups: readonly (readonly ComparedRun[])[],
  differing: readonly Setting[],
): string {
  const header = [
    "run",
    ...differing.map((key) => `--${kebabCase(key)}`),
    "welfare",
    "transitions",
    "seconds",
  ];
  const rows = runs.map((run) => [
    readable(run.path),
    ...differing.map((key) => settingText(run.config[key])),
    welfareText(run) ?? "–",
    String(run.transitions),
    run.seconds.toFixed(0),
  ]);
  const means = groups.flatMap((group) => {
    const { welfare, welfareStandardError: error } = groupWelfare(group);
    if (group.length === 1 || welfare === null) return [];
    return [`${groupName(group, differing)}: ${welfare.toFixed(2)} ± ${error!.toFixed(2)}`];
  });
  return [plainTable(header, rows), ...means].join("\n");
}

function comparisonJson(groups: readonly (readonly ComparedRun[])[], differing: readonly Setting[]): string {
  const record = {
    groups: groups.map((group) => ({
      settings: settingsOf(
        group[0],
        differing.filter((key) => key !== "seed"),
      ),
      ...groupWelfare(group),
      runs: group.map((run) => runRecord(run, differing)),
    })),
  };
  return JSON.stringify(record, null, 2);
}

/** Named as `caucus runs` names what it says too. */
function runRecord(run: ComparedRun, differing: readonly Setting[]) {
  const { metrics: _, config, path, ...results } = run;
  const { env: environment, algorithm, representatives, seed } = config;
  return {
    path,
    environment,
    algorithm,
    representatives,
    seed,
    ...results,
    settings: settingsOf(run, differing),
  };
}

function settingsOf({ config }: ComparedRun, keys: readonly Setting[]) {
  return Object.fromEntries(keys.map((key) => [key, config[key]]));
}

/** Over runs; null where one of them knows no welfare yet. */
function groupWelfare(group: readonly ComparedRun[]) {
  const values = group.flatMap(({ welfare }) => welfare ?? []);
  if (values.length < group.length) return { welfare: null, welfareStandardError: null };
  const { mean, standardError } = sampleMean(values);
  return { welfare: mean, welfareStandardError: standardError };
}

/** By what tells it from others; where nothing does, by what all are. */
function groupName(group: readonly ComparedRun[], differing: readonly Setting[]): string {
  const [{ config }] = group;
  const keys = differing.filter((key) => key !== "seed");
  const shown = keys.length > 0 ? keys : (["env", "algorithm", "representatives"] as const);
  const settings = shown.map((key) => `${kebabCase(key)} ${settingText(config[key])}`).join(", ");
  return group.length === 1 ? settings : `${settings}: mean of ${group.length} runs`;
}

function settingText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return readable(text, MAX_SETTING);
}

/** @throws RunDirectoryError if there is nothing to draw */
async function drawComparison(
  groups: readonly (readonly ComparedRun[])[],
  differing: readonly Setting[],
  out: string,
): Promise<void> {
  // Loaded only here, as Vega takes its time.
  const [{ comparedCurvesFigure }, { renderPng, renderSvg }] = await Promise.all([
    import("../../figures/compared-curves.js"),
    import("../../figures/rendering.js"),
  ]);
  const drawn = groups.flatMap((group) => {
    const begun = group.filter(({ metrics }) => metrics.some(({ welfare }) => welfare !== null));
    return begun.length === 0 ? [] : [begun];
  });
  const curves = drawn.map((group) => ({
    name: groupName(group, differing),
    runs: group.map(({ metrics }) => metrics),
  }));
  const bands = drawn.some(({ length }) => length > 1) ? ["bands: a standard error over runs"] : [];
  const notes = [...sharedFacts(drawn.flat(), differing), ...bands].join(", ");
  const figure = comparedCurvesFigure({ title: "Welfare", notes: [notes] }, curves);
  if (figure === null) throw new RunDirectoryError("compare: no run knows its welfare yet: nothing to draw");
  const svg = await renderSvg(figure);
  await makeDirectory(dirname(out));
  await writeFileWhole(out, out.endsWith(".svg") ? svg : renderPng(svg));
}

/** What all runs are, of what matters most. */
function sharedFacts([run]: readonly ComparedRun[], differing: readonly Setting[]): string[] {
  if (run === undefined) return [];
  const { env, algorithm, representatives } = run.config;
  const facts = { env, algorithm, representatives: `k = ${representatives}` };
  return Object.entries(facts).flatMap(([key, fact]) => (differing.includes(key as Setting) ? [] : [fact]));
}
