import { join } from "node:path";
import { createRng } from "../../../envs/rng.js";
import { coverageOf } from "../../assignment/covers/coverage.js";
import { coverTasks, decidesCount } from "../../assignment/covers/index.js";
import { ConfigError } from "../../base/config-error.js";
import { makeDirectory, writeFileWhole, writeJson } from "../../base/files.js";
import { loadNamed } from "../../config/own-modules.js";
import type { DrawnCover } from "../../figures/drawn-cover.js";
import { readParameterTable } from "../../tables/read-parameter-table.js";
import { type CoverRecord, coverRecord, coverText } from "../cover-report.js";
import { namingSettings } from "../setting-names.js";

export interface CoverFlags {
  /** Path of the file of tasks. */
  readonly parameters: string;
  readonly cover: string;
  readonly epsilon: number;
  readonly representatives?: number;
  readonly seed: number;
  readonly json: boolean;
  readonly out?: string;
  /** Modules of the user's own, which may define the cover. */
  readonly load?: readonly string[];
}

/** Covers a table of tasks and prints the result. */
export async function coverAction(flags: CoverFlags & Record<string, unknown>): Promise<void> {
  await namingSettings(flags, false, () => coverTable(flags));
}

async function coverTable(flags: CoverFlags): Promise<void> {
  const { cover, epsilon, seed, json, out } = flags;
  await loadNamed(flags.load, { cover });
  if (!(Number.isInteger(seed) && seed >= 0)) {
    throw new ConfigError(`--seed: expected a whole number from 0, got ${seed}`);
  }
  const numPrototypes = requestedCount(flags);
  const tasks = await readParameterTable(flags.parameters);
  const prototypes = coverTasks(cover, { tasks, epsilon, numPrototypes }, createRng(seed, "cover"));
  const coverage = coverageOf(tasks, prototypes, epsilon);
  const drawn = { cover, epsilon, tasks, prototypes, coverage, labels: tasks.names };
  const record = coverRecord(drawn, seed);
  const files = out === undefined ? [] : await writeCover(drawn, record, out);
  console.log(json ? JSON.stringify(record, null, 2) : [coverText(record), ...files].join("\n"));
}

/** K; infinity if the cover decides the number and none is given. */
function requestedCount({ cover, representatives }: CoverFlags): number {
  if (decidesCount(cover)) return representatives ?? Number.POSITIVE_INFINITY;
  if (representatives !== undefined) return representatives;
  throw new ConfigError(`--representatives: expected how many prototypes for --cover ${cover}, got none`);
}

/** @returns the picture's path */
async function writeCover(drawn: DrawnCover, record: CoverRecord, out: string): Promise<string[]> {
  // Vega is slow to load, so it is loaded only where it is used.
  const [{ coverFigure }, { renderPng, renderSvg }] = await Promise.all([
    import("../../figures/cover.js"),
    import("../../figures/rendering.js"),
  ]);
  await makeDirectory(out);
  const svg = await renderSvg(coverFigure(drawn));
  const picture = join(out, "cover.png");
  await Promise.all([
    writeJson(join(out, "cover.json"), record),
    writeFileWhole(join(out, "cover.svg"), svg),
    writeFileWhole(picture, renderPng(svg)),
  ]);
  return [picture];
}
