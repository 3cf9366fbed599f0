import { distributionTable } from "./distribution-table.js";
import type { GridResults } from "./grid-results.js";
import { htmlList, htmlTable } from "./html.js";
import { summaryCsv, summaryMarkdown, summaryTable, tableNotes } from "./tables.js";
import { markdownTable } from "./text-table.js";

/** Tables of welfare, as files. */
export function welfareFiles(results: GridResults): Record<string, string> {
  return {
    "summary.md": summaryMarkdown(results, []),
    "summary.csv": summaryCsv(results.grid, results.comparisons),
  };
}

/** The same, and how welfare is spread over agents. */
export function spreadFiles(results: GridResults): Record<string, string> {
  const { header, rows } = distributionTable(results.grid, results.outcomes);
  return { ...welfareFiles(results), "summary.md": summaryMarkdown(results, [markdownTable(header, rows)]) };
}

/** Tables of welfare, in a report. */
export function welfareSections({ grid, comparisons }: GridResults): string[] {
  const { header, rows } = summaryTable(grid, comparisons);
  return [`<h2>Welfare</h2>\n${htmlTable(header, rows)}`, htmlList(tableNotes(grid, comparisons), "notes")];
}

/** The same, and how welfare is spread over agents. */
export function spreadSections(results: GridResults): string[] {
  const { header, rows } = distributionTable(results.grid, results.outcomes);
  const cells = rows.map((row) => row.map((text) => ({ text })));
  return [...welfareSections(results), `<h2>Who has what</h2>\n${htmlTable(header, cells)}`];
}
