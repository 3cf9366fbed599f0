import { kebabCase } from "../../proto/kebab-case.js";
import { readable } from "../base/readable-text.js";
import type { TrainConfig } from "../config/train-config.js";
import { sampleMean } from "../ops/sample-mean.js";
import { type ComparedRun, differingSettings, groupedBySettings } from "../run/compared-run.js";
import type { LatestWelfare } from "../run/latest-welfare.js";

export type Setting = keyof TrainConfig;

/** Runs that differ in nothing but their seed. */
export interface RunGroup {
  /** What tells it from the others. */
  readonly name: string;
  readonly runs: readonly ComparedRun[];
}

/** Runs beside one another. */
export interface Comparison {
  /** As they are given. */
  readonly runs: readonly ComparedRun[];
  readonly groups: readonly RunGroup[];
  /** Settings that are not the same in all of them. */
  readonly differing: readonly Setting[];
}

/** Characters of a setting that are shown; what is longer is cut. */
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

/** By the settings that tell it from others; where none does, by what all are. */
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

/** A group's mean, with its standard error over runs; null where one of them knows no welfare yet. */
export function groupWelfare({ runs }: RunGroup): LatestWelfare {
  const values = runs.flatMap(({ welfare }) => welfare ?? []);
  if (values.length < runs.length) return { welfare: null, welfareStandardError: null };
  const { mean, standardError } = sampleMean(values);
  return { welfare: mean, welfareStandardError: standardError };
}
