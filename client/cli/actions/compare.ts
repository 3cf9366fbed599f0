import { ConfigError } from "../../base/config-error.js";
import { type ComparedRun, readComparedRun } from "../../run/compared-run.js";
import { RunDirectoryError } from "../../run/run-directory.js";
import { comparisonOf } from "../comparison.js";
import { comparisonRecord } from "../comparison-record.js";
import { comparisonText } from "../comparison-text.js";

export interface CompareFlags {
  /** Directories of the runs. */
  readonly runs?: readonly string[];
  readonly out?: string;
  readonly json: boolean;
  /** Modules of the user's own, which may define the runs' algorithms. */
  readonly load?: readonly string[];
}

/** Compares runs in a table and, if asked for, in a figure. */
export async function compareAction({ runs: paths = [], out, json, load }: CompareFlags): Promise<void> {
  if (paths.length === 0) throw new ConfigError("compare: expected the directories of runs, got none");
  if (out !== undefined && !/\.(png|svg)$/.test(out)) {
    throw new ConfigError(`--out: expected a file named .png or .svg, got ${out}`);
  }
  const runs = await readRuns([...new Set(paths)], load);
  if (out !== undefined) {
    // Vega is slow to load, so it is loaded only where it is used.
    const { drawComparison } = await import("../comparison-figure.js");
    await drawComparison(runs, out);
  }
  const comparison = comparisonOf(runs);
  console.log(json ? JSON.stringify(comparisonRecord(comparison), null, 2) : comparisonText(comparison));
  if (out !== undefined && !json) console.log(out);
}

/** @throws RunDirectoryError that names each unreadable run, with the reason */
async function readRuns(
  paths: readonly string[],
  modules: readonly string[] | undefined,
): Promise<ComparedRun[]> {
  const problems: string[] = [];
  const runs: ComparedRun[] = [];
  for (const path of paths) {
    await readComparedRun(path, modules).then(
      (run) => runs.push(run),
      ({ message }: Error) => problems.push(`${path}: ${message.replaceAll("\n", "; ")}`),
    );
  }
  if (problems.length === 0) return runs;
  throw new RunDirectoryError(`expected runs that can be read, got\n${problems.join("\n")}`);
}
