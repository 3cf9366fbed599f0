/** A cell of a table; null if it is empty. */
export type TableValue = string | number | null;

/** A table to read: titles of columns, and rows of as many texts. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows by column name as CSV (RFC 4180), but with line feeds. */
export function csvText(columns: readonly string[], rows: readonly (readonly TableValue[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(csvField).join(",")}\n`).join("");
}

function csvField(value: TableValue): string {
  const text = value === null ? "" : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table of GitHub's Markdown. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(columns), `|${columns.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
