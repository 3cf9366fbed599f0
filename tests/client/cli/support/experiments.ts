import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scratch } from "../../runs/support/scratch.js";

/** The runs of the tiny experiment. */
export const RUNS = ["em", "end-to-end"].map((algorithm) => `resource-gathering-${algorithm}-k2-n25-seed0`);

const SETTINGS = { batchSize: 256, epochs: 1, hiddenSizes: [16], checkpointEvery: 4 };

/** A new directory with the settings of the tiny experiment. */
export async function experimentScratch(settings: object = SETTINGS): Promise<string> {
  const cwd = await scratch();
  await writeFile(join(cwd, "settings.yaml"), JSON.stringify(settings));
  return cwd;
}

/** Two small runs of Resource Gathering, in `out`. */
export function tinyExperiment(scale: number, jobs = 1): (string | number)[] {
  return [
    ...["experiment", "fig2-welfare", "--algorithms", "em", "end-to-end", "--representatives", 2],
    ...["--seeds", 1, "--scale", scale, "--jobs", jobs, "--config", "settings.yaml", "--out", "out"],
  ];
}

/** What an earlier part of the tiny experiment says of itself. */
export async function writeRecord(cwd: string, scale: number): Promise<void> {
  await mkdir(join(cwd, "out"), { recursive: true });
  const record = { experiment: "fig2-welfare", scale, config: SETTINGS };
  await writeFile(join(cwd, "out", "experiment.json"), JSON.stringify(record));
}

export function runPath(cwd: string, name: string): string {
  return join(cwd, "out", "runs", name);
}

/** Of each run, as the table says. */
export async function readStatuses(cwd: string): Promise<string[]> {
  const lines = (await readFile(join(cwd, "out", "runs.csv"), "utf8")).trim().split("\n").slice(1);
  return lines.map((line) => /,(finished|unfinished|lost),/.exec(line)![1]);
}
