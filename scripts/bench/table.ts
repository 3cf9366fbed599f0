import type { Bench } from "./bench.js";
import { ratios } from "./ratios.js";
import { flatFields, type Row } from "./row.js";

/** Rows as a Markdown table under the bench's heading; with ratios if there is something to compare with. */
export function benchSection({ title, about, reference }: Bench, rows: readonly Row[]): string {
  const records = rows.map((row) => Object.fromEntries(flatFields(row).filter(([name]) => name !== "bench")));
  const found = reference === undefined ? [] : ratios(rows, reference);
  if (reference !== undefined && found.some((ratio) => ratio !== null)) {
    found.forEach((ratio, i) => {
      records[i][`ratio to ${reference.engine}`] = ratio === null ? "" : ratio.toFixed(2);
    });
  }
  return `## ${title}\n\n${about}\n\n${markdownTable(records)}\n`;
}

type Cell = string | number | boolean | null;

/** Columns in the order in which they first appear; numbers and ratios to the right. */
export function markdownTable(records: readonly Readonly<Record<string, Cell>>[]): string {
  const columns = mergedColumns(records.map((record) => Object.keys(record)));
  const numeric = columns.map((name) => records.some((record) => isNumeric(record[name])));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns),
    line(numeric.map((right) => (right ? "--:" : ":--"))),
    ...records.map((record) => line(columns.map((name) => cellText(record[name])))),
  ].join("\n");
}

/** All names, each after those that come before it in some list. */
function mergedColumns(lists: readonly (readonly string[])[]): string[] {
  const merged: string[] = [];
  for (const names of lists) {
    let at = 0;
    for (const name of names) {
      const known = merged.indexOf(name);
      if (known < 0) merged.splice(at, 0, name);
      at = (known < 0 ? at : known) + 1;
    }
  }
  return merged;
}

function isNumeric(cell: Cell | undefined): boolean {
  return typeof cell === "number" || (typeof cell === "string" && /^\d+\.\d+$/.test(cell));
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined || cell === null) return "";
  return typeof cell === "boolean" ? (cell ? "yes" : "no") : String(cell);
}
