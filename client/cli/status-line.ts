/** A terminal's last line, which shows progress. */
export interface StatusLine {
  /** @param textOf - gives the text for a number of columns; it is called at most a few times a second */
  show(textOf: (columns: number) => string): void;
  /** Writes a permanent line above. */
  say(line: string): void;
  /** Keeps the line as it is and moves the cursor below it. */
  end(): void;
}

/** The members of a terminal that are used. */
export type Terminal = Pick<NodeJS.WriteStream, "columns" | "write">;

const INTERVAL_MS = 100;
const DEFAULT_COLUMNS = 80;
const CLEAR = "\r\x1b[K";

/**
 * A status line does not remember the cursor's position. Other code that writes to the terminal, such as the answer to
 * Ctrl-C, begins and ends with a newline, and the status line continues below.
 */
export function createStatusLine(terminal: Terminal): StatusLine {
  let latest: ((columns: number) => string) | undefined;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = () => {
    // A line of the terminal's full width would wrap.
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
