/** Control sequences begin with it. */
const ESCAPE = "\u001b";

/** A control sequence that clears the line, another one, or a sign. */
const TOKEN = new RegExp(`${ESCAPE}\\[\\d*K|${ESCAPE}[^A-Za-z78]*[A-Za-z78]|.|\n`, "gsu");

/** What a terminal shows of what was written to it, line by line: it knows \\r, \\n, and how a line's end is cleared. */
export function screenOf(written: string, columns: number): string[] {
  const lines: string[][] = [[]];
  let [row, column] = [0, 0];
  const moveTo = (line: number) => {
    row = line;
    while (lines.length <= row) lines.push([]);
  };
  for (const [token] of written.matchAll(TOKEN)) {
    if (token === "\r") column = 0;
    else if (token === "\n") {
      moveTo(row + 1);
      column = 0;
    } else if (token === `${ESCAPE}[K`) lines[row].length = Math.min(lines[row].length, column);
    else if (token.startsWith(ESCAPE)) throw new Error(`the terminal does not know ${JSON.stringify(token)}`);
    else {
      if (column === columns) {
        moveTo(row + 1);
        column = 0;
      }
      lines[row][column++] = token;
    }
  }
  return lines.map((line) => Array.from(line, (sign) => sign ?? " ").join(""));
}
