import { ConfigError } from "../base/config-error.js";
import type { ParameterTable } from "./parameter-table.js";

/** Non-finite numbers as Python, R and JavaScript write them. They are parsed here and refused later with their place. */
const NOT_FINITE: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "+inf": Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};

/**
 * Parses lines of numbers separated by commas. The first line may hold names instead. Quotes are understood only in that
 * line, since numbers need none.
 * @throws ConfigError at lines of different lengths or an entry that is not a number, with the line
 */
export function parseCsv(text: string): ParameterTable {
  // Some programs begin a file with a byte order mark.
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line, i) => ({ number: i + 1, cells: line.split(",").map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== "");
  const named = lines.length > 0 && lines[0].cells.every((cell) => parseCell(cell) === undefined);
  const body = named ? lines.slice(1) : lines;
  const columns = lines[0]?.cells.length ?? 0;
  const values = body.flatMap(({ cells, number }) => {
    if (cells.length === columns) return cells.map((cell) => readCell(cell, number));
    throw new ConfigError(
      `expected ${columns} numbers in line ${number}, as in the first, got ${cells.length}`,
    );
  });
  const names = named ? lines[0].cells.map(unquoted) : undefined;
  return { rows: body.length, columns, values: Float64Array.from(values), names };
}

function unquoted(name: string): string {
  return name.replace(/^"(.*)"$/, "$1").replaceAll('""', '"');
}

function readCell(cell: string, line: number): number {
  const value = parseCell(cell);
  if (value === undefined) throw new ConfigError(`expected numbers in line ${line}, got "${cell}"`);
  return value;
}

/** @returns undefined if the cell is not a number */
function parseCell(cell: string): number | undefined {
  const special = NOT_FINITE[cell.toLowerCase()];
  if (special !== undefined) return special;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : undefined;
}
