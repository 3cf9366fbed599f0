import { htmlList, htmlTable } from "../../html/elements.js";
import type { Outcome } from "../execute/outcomes.js";
import type { Grid } from "../plan/grid.js";
import type { GridResults } from "./grid-results.js";
import { summaryCsv, summaryMarkdown, summaryTable, tableNotes } from "./tables.js";
import { markdownTable, type TextTable } from "./text-table.js";

/** Tables of welfare, as files. */
export function welfareFiles(results: GridResults): Record<string, string> {
  return {
    "summary.md": summaryMarkdown(results, []),
    "summary.csv": summaryCsv(results.grid, results.comparisons),
  };
}

/** Tables of welfare, in a report. */
export function welfareSections({ grid, comparisons }: GridResults): string[] {
  const { header, rows } = summaryTable(grid, comparisons);
  return [`<h2>Welfare</h2>\n${htmlTable(header, rows)}`, htmlList(tableNotes(grid, comparisons), "notes")];
}

/**
 * Tables of welfare, as files and in a report, and another table below them.
 * @param title - of the other, in the report
 */
export function welfareWith(title: string, tableOf: (grid: Grid, outcomes: readonly Outcome[]) => TextTable) {
  return {
    files(results: GridResults): Record<string, string> {
      const { header, rows } = tableOf(results.grid, results.outcomes);
      const below = [markdownTable(header, rows)];
      return { ...welfareFiles(results), "summary.md": summaryMarkdown(results, below) };
    },
    sections(results: GridResults): string[] {
      const { header, rows } = tableOf(results.grid, results.outcomes);
      const cells = rows.map((row) => row.map((text) => ({ text })));
      return [...welfareSections(results), `<h2>${title}</h2>\n${htmlTable(header, cells)}`];
    },
  };
}
