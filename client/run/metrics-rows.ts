import { FileError } from "../base/files.js";
import { readable } from "../base/readable-text.js";
import type { MetricsRow } from "../records/records.js";

/** How many characters of an invalid line an error shows, and how many of the lost iterations. */
const SHOWN_CHARACTERS = 40;
const SHOWN_ITERATIONS = 10;

/** A line of metrics.jsonl. */
export function rowText(row: MetricsRow): string {
  return `${JSON.stringify(row)}\n`;
}

/**
 * The rows of metrics.jsonl.
 * @param path - of the file, for messages
 * @param warn - called if a crash or a full disk has cut the last line short; that line is left out
 * @throws FileError if another line is not a row
 */
export function readRows(text: string, path: string, warn: (message: string) => void): MetricsRow[] {
  const lines = text.split("\n");
  // Every row ends with a newline. Any text after the last newline is a row that was still being written.
  const last = lines.pop() ?? "";
  const rows = lines.map((line, i) => parseRow(line, `${path}, line ${i + 1}`));
  if (last === "") return rows;
  const whole = rowOf(last);
  if (whole !== undefined) return [...rows, whole];
  warn(
    `${path}, line ${lines.length + 1}: expected a row of metrics, got the beginning of one: it is left out`,
  );
  return rows;
}

/**
 * @param where - place of the line, for errors
 * @throws FileError if the line is not a row
 */
export function parseRow(line: string, where: string): MetricsRow {
  const row = rowOf(line);
  if (row !== undefined) return row;
  const got = `"${readable(line, SHOWN_CHARACTERS)}"`;
  throw new FileError(`${where}: expected a row of metrics, got ${got}: delete the line to go on without it`);
}

/** @returns undefined if the line is not a row */
function rowOf(line: string): MetricsRow | undefined {
  try {
    const row = JSON.parse(line);
    return typeof row?.iteration === "number" ? row : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A sentence about the rows that are missing up to an iteration.
 * @returns undefined if none is missing
 */
export function missingRows(rows: readonly MetricsRow[], iteration: number): string | undefined {
  const there = new Set(rows.map((row) => row.iteration));
  const all = Array.from({ length: iteration }, (_, i) => i + 1);
  const missing = all.filter((number) => !there.has(number));
  if (missing.length === 0) return undefined;
  const more = missing.length > SHOWN_ITERATIONS ? ", …" : "";
  const named = missing.slice(0, SHOWN_ITERATIONS).join(", ") + more;
  return `expected a row for each of iterations 1 to ${iteration}, got none for ${named}: the run goes on without`;
}
