import { kebabCase } from "../../proto/kebab-case.js";
import { readable } from "../base/readable-text.js";
import { type Comparison, groupWelfare, settingText } from "./comparison.js";
import { plainTable } from "./plain-table.js";
import { welfareText } from "./welfare-text.js";

/** A table of runs and, below it, the means of groups of runs that differ only in their seed. */
export function comparisonText({ runs, groups, differing }: Comparison): string {
  const settings = differing.map((key) => `--${kebabCase(key)}`);
  const rows = runs.map((run) => [
    readable(run.path),
    ...differing.map((key) => settingText(run.config[key])),
    welfareText(run) ?? "–",
    String(run.transitions),
    run.seconds.toFixed(0),
  ]);
  const means = groups.flatMap((group) => {
    const welfare = groupWelfare(group);
    if (group.runs.length === 1 || welfare.welfare === null) return [];
    return [`${group.name}: ${welfareText(welfare)}`];
  });
  return [plainTable(["run", ...settings, "welfare", "transitions", "seconds"], rows), ...means].join("\n");
}
