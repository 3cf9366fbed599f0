import { kebabCase } from "../../proto/kebab-case.js";
import { readable } from "../base/readable-text.js";
import type { TrainConfig } from "../config/train-config.js";
import { sampleMean } from "../ops/sample-mean.js";
import { type ComparedRun, differingSettings, groupedBySettings } from "../run/compared-run.js";
import type { LatestWelfare } from "../run/latest-welfare.js";

export type Setting = keyof TrainConfig;

/** Runs that differ only in their seed. */
export interface RunGroup {
  /** A name that distinguishes the group from others. */
  readonly name: string;
  readonly runs: readonly ComparedRun[];
}

/** Runs to compare, with their groups and the settings in which they differ. */
export interface Comparison {
  /** The runs in the order in which they are given. */
  readonly runs: readonly ComparedRun[];
  readonly groups: readonly RunGroup[];
  /** Settings that differ between runs. */
  readonly differing: readonly Setting[];
}

/** Number of characters of a setting that are shown; longer text is cut. */
const MAX_SETTING = 24;

/** @param runs - at least one */
export function comparisonOf(runs: readonly ComparedRun[]): Comparison {
  const differing = differingSettings(runs.map(({ config }) => config));
  const groups = groupedBySettings(runs);
  const names = groups.map((group) => groupName(group, differing));
  return {
    runs,
    differing,
    groups: groups.map((group, i) => {
      const isOwn = names.indexOf(names[i]) === names.lastIndexOf(names[i]);
      return { name: isOwn ? names[i] : `${names[i]} (${readable(group[0].path)})`, runs: group };
    }),
  };
}

/** Names a group by the settings that differ between groups or, if none does, by its main settings. */
function groupName(group: readonly ComparedRun[], differing: readonly Setting[]): string {
  const [{ config }] = group;
  const keys = differing.filter((key) => key !== "seed");
  const shown = keys.length > 0 ? keys : (["env", "algorithm", "representatives"] as const);
  const settings = shown.map((key) => `${kebabCase(key)} ${settingText(config[key])}`).join(", ");
  return group.length === 1 ? settings : `${settings}: mean of ${group.length} runs`;
}

export function settingText(value: unknown): string {
  return readable(typeof value === "string" ? value : JSON.stringify(value), MAX_SETTING);
}

/** A group's mean welfare, with its standard error over runs; null if a run's welfare is not known yet. */
export function groupWelfare({ runs }: RunGroup): LatestWelfare {
  const values = runs.flatMap(({ welfare }) => welfare ?? []);
  if (values.length < runs.length) return { welfare: null, welfareStandardError: null };
  const { mean, standardError } = sampleMean(values);
  return { welfare: mean, welfareStandardError: standardError };
}
