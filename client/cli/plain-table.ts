/** Between columns. */
const GAP = "  ";

/** A number, perhaps with its error, two with a slash between them, or nothing. */
const NUMERIC = /^(|–|[−-]?[\d.,]+( ± [\d.]+)?|[\d?]+\/[\d?]+)$/;

/**
 * Rows below a header, for a terminal: columns of numbers end at the right, others begin at the left.
 * @param rows - as many cells as the header each; "" where there is nothing
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

/** Signs, of which some are two units of UTF-16. */
function lengthOf(text: string): number {
  return [...text].length;
}
