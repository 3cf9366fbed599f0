/** The last line of a terminal, which says how far something has come. */
export interface StatusLine {
  /** @param textOf - for a line of so many columns; not always asked for it, as more than a few a second are not seen */
  show(textOf: (columns: number) => string): void;
  /** Writes a line that stays, above. */
  say(line: string): void;
  /** Leaves the line as it is, and goes on below it. */
  end(): void;
}

/** The part of a terminal that is written to. */
export type Terminal = Pick<NodeJS.WriteStream, "columns" | "write">;

const INTERVAL_MS = 100;
const DEFAULT_COLUMNS = 80;
const CLEAR = "\r\x1b[K";

/**
 * Nothing is remembered of where the cursor was: whoever else writes to the terminal, such as what answers Ctrl-C,
 * begins and ends with a line's end, and the status goes on below.
 */
export function createStatusLine(terminal: Terminal): StatusLine {
  let latest: ((columns: number) => string) | undefined;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = () => {
    // A line as wide as the terminal would wrap.
    const columns = (terminal.columns || DEFAULT_COLUMNS) - 1;
    const text = latest === undefined ? "" : [...latest(columns)].slice(0, columns).join("");
    terminal.write(`${CLEAR}${text}`);
    drawnAt = performance.now();
  };
  return {
    show(textOf) {
      latest = textOf;
      if (performance.now() - drawnAt >= INTERVAL_MS) draw();
    },
    say(line) {
      terminal.write(`${CLEAR}${line}\n`);
      draw();
    },
    end() {
      if (latest === undefined) return;
      draw();
      terminal.write("\n");
      latest = undefined;
    },
  };
}
