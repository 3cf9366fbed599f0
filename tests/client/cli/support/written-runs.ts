import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MetricsRow, Summary, TrainConfigInput } from "../../../../client/index.js";
import { resolveConfig } from "../../../../client/index.js";
import { gatheringRun, TOURS } from "../../figures/fake-run.js";
import { scratch } from "../../runs/support/scratch.js";

/** Transitions of each representative in an iteration of a written run. */
export const BATCH = 2048;

/** What to write of a run. */
interface WrittenRun {
  readonly settings?: TrainConfigInput;
  /** Iterations done, of the ten that are planned. */
  readonly iterations?: number;
  /** Of an evaluation; none is written if not given. */
  readonly summary?: Partial<Summary>;
  /** Added to the welfare of each row. */
  readonly above?: number;
}

/** Writes the files of a run of Resource Gathering that nothing was trained for: welfare is 10 an iteration. */
export async function writeRun(path: string, run: WrittenRun = {}): Promise<void> {
  const { settings, iterations = 10, summary, above = 0 } = run;
  const { metrics, summary: evaluated } = gatheringRun(TOURS, iterations);
  const config = resolveConfig({ algorithm: "em", representatives: 3, transitions: 10 * BATCH, ...settings });
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "config.json"), JSON.stringify(config));
  const rows = metrics.map((row): MetricsRow => ({ ...row, welfare: 10 * row.iteration + above }));
  await writeFile(join(path, "metrics.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  if (summary === undefined) return;
  const written = { ...evaluated, transitions: iterations * BATCH, seconds: 300, ...summary };
  await writeFile(join(path, "summary.json"), JSON.stringify(written));
}

/** An evaluation's welfare. */
export function evaluatedAs(mean: number, standardError: number): Pick<Summary, "welfare"> {
  return { welfare: { mean, standardError, episodes: 20 } };
}

/** A new directory with runs in its folder `runs`. */
export async function withRuns(runs: Readonly<Record<string, WrittenRun>>): Promise<string> {
  const cwd = await scratch();
  for (const [name, run] of Object.entries(runs)) await writeRun(join(cwd, "runs", name), run);
  return cwd;
}
