import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MetricsRow, TrainConfigInput } from "../../../../client/index.js";
import { kebabCase } from "../../../../proto/kebab-case.js";
import { type TimelessRow, timeless } from "../../runs/support/train-run.js";

/** Settings as flags, nested ones with dots. */
export function flagsOf(settings: TrainConfigInput): string[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const flag = `--${kebabCase(key)}`;
    if (Array.isArray(value)) return [flag, ...value.map(String)];
    if (typeof value !== "object" || value === null) return [flag, String(value)];
    return Object.entries(value).flatMap(([field, inner]) => [`${flag}.${field}`, String(inner)]);
  });
}

/** The rows a run has written so far; a last line that is not whole is left out. */
export async function readRows(run: string): Promise<MetricsRow[]> {
  const text = await readFile(join(run, "metrics.jsonl"), "utf8").catch(() => "");
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

export async function readTimelessRows(run: string): Promise<TimelessRow[]> {
  return timeless(await readRows(run));
}
