import { readFileSync } from "node:fs";
import { InvalidValueError } from "../errors.js";

/** Monthly excess returns, without a gap. */
export interface MonthlyReturns {
  /** The first month: 12 · year + month, from January, which is 0. */
  readonly firstMonth: number;
  /** Names of the assets, [a]. */
  readonly assets: readonly string[];
  /** [T, a], as fractions: 0.01 is one per cent. */
  readonly values: Float64Array;
}

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/**
 * Reads a CSV file with a line of names, `month` and then the assets, and a line for each month, such as
 * `1926-07,0.0296,-0.023,-0.0287`.
 * @throws InvalidValueError at a file that cannot be read, or has a hole
 */
export function readReturns(path: string): MonthlyReturns {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new InvalidValueError("returns", "a CSV file that can be read", `${error}`, path);
  }
  return parseReturns(text, path);
}

/**
 * @param path - the text's file, for errors
 * @throws InvalidValueError at a text that is no such table, or has a hole
 */
export function parseReturns(text: string, path: string): MonthlyReturns {
  const lines = text.split(/\r?\n/).filter((line, i, all) => i < all.length - 1 || line !== "");
  const [heading = "", ...rows] = lines;
  const [month, ...assets] = heading.split(",").map((name) => name.trim());
  if (month !== "month" || assets.length === 0 || assets.includes("")) {
    throw refused(path, 1, "month and the names of assets", heading);
  }
  if (rows.length === 0) throw refused(path, 2, "a month and its excess returns", "the end of the file");
  const values = new Float64Array(rows.length * assets.length);
  const firstMonth = monthOf(rows[0].split(",")[0], path, 2);
  rows.forEach((row, t) => {
    const [name, ...cells] = row.split(",").map((cell) => cell.trim());
    const wanted = monthText(firstMonth + t);
    if (name !== wanted) throw refused(path, t + 2, `month ${wanted}`, name);
    if (cells.length !== assets.length) {
      throw refused(path, t + 2, `${assets.length} excess returns after the month`, `${cells.length}`);
    }
    cells.forEach((cell, i) => {
      values[t * assets.length + i] = returnOf(cell, assets[i], path, t + 2);
    });
  });
  return { firstMonth, assets, values };
}

function monthOf(text: string, path: string, line: number): number {
  const [, year, month] = MONTH.exec(text.trim()) ?? [];
  if (year === undefined) throw refused(path, line, "a month such as 1926-07", text);
  return 12 * Number(year) + Number(month) - 1;
}

function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

function returnOf(cell: string, asset: string, path: string, line: number): number {
  const value = cell === "" ? Number.NaN : Number(cell);
  if (value > -1 && value < 10) return value;
  throw refused(path, line, `an excess return of ${asset} between -1 and 10`, `"${cell}"`);
}

function refused(path: string, line: number, expected: string, got: string): InvalidValueError {
  return new InvalidValueError(`returns, line ${line}`, expected, got, path);
}
