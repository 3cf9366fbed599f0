import type { ComparedRun } from "../run/compared-run.js";
import { type Comparison, groupWelfare, type Setting } from "./comparison.js";

/** The record that `caucus compare --json` prints; its keys for runs are those of `caucus runs --json`. */
export function comparisonRecord({ groups, differing }: Comparison) {
  const ofGroup = differing.filter((key) => key !== "seed");
  return {
    groups: groups.map((group) => ({
      settings: settingsOf(group.runs[0], ofGroup),
      ...groupWelfare(group),
      runs: group.runs.map((run) => runRecord(run, differing)),
    })),
  };
}

function runRecord(run: ComparedRun, differing: readonly Setting[]) {
  const { metrics: _, config, path, ...results } = run;
  const { env: environment, algorithm, representatives, seed } = config;
  const settings = settingsOf(run, differing);
  return { path, environment, algorithm, representatives, seed, ...results, settings };
}

function settingsOf({ config }: ComparedRun, keys: readonly Setting[]) {
  return Object.fromEntries(keys.map((key) => [key, config[key]]));
}
