/** Space between columns. */
const GAP = "  ";

/** A cell of a numeric column: a number, a number with its error, two numbers with a slash between them, or empty. */
const NUMERIC = /^(|–|[−-]?[\d.,]+( ± [\d.]+)?|[\d?]+\/[\d?]+)$/;

/**
 * A header and rows as a table for a terminal. Columns of numbers are aligned to the right, others to the left.
 * @param rows - each has as many cells as the header; "" for an empty cell
 */
export function plainTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const columns = header.map((_, c) => ({
    width: Math.max(...lines.map((line) => lengthOf(line[c]))),
    isNumeric: rows.every((row) => NUMERIC.test(row[c])),
  }));
  return lines
    .map((line) =>
      line
        .map((cell, c) => {
          const padding = " ".repeat(columns[c].width - lengthOf(cell));
          return columns[c].isNumeric ? padding + cell : cell + padding;
        })
        .join(GAP)
        .trimEnd(),
    )
    .join("\n");
}

/** Number of characters, some of which are two units of UTF-16. */
function lengthOf(text: string): number {
  return [...text].length;
}
