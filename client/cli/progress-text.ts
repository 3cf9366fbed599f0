/** Facts for a line of progress. */
export interface ProgressFacts {
  /** Name of the activity; empty if none is needed. */
  readonly name: string;
  /** Between 0 and 1. */
  readonly share: number;
  /** Estimated seconds until the end; undefined if unknown. */
  readonly secondsLeft: number | undefined;
  /** Further facts, the most important first; those that do not fit are left out. */
  readonly facts: readonly string[];
}

/** Smallest width of the bar, in columns. */
const MIN_BAR = 10;
const MAX_BAR = 40;

/** @param columns - maximal length of the line; if space is short, the bar shrinks first, then the last facts are dropped */
export function progressText(progress: ProgressFacts, columns: number): string {
  const { name, share, secondsLeft, facts } = progress;
  const left = secondsLeft === undefined ? [] : [`${durationText(secondsLeft)} left`];
  const prefix = name === "" ? "" : `${name}: `;
  const rest = [` ${Math.floor(100 * share)}%`, ...left, ...facts].join(" · ");
  const free = columns - prefix.length - [...rest].length;
  if (free < MIN_BAR && facts.length > 0) {
    return progressText({ ...progress, facts: facts.slice(0, -1) }, columns);
  }
  return `${prefix}${bar(share, Math.min(Math.max(free, MIN_BAR), MAX_BAR))}${rest}`;
}

function bar(share: number, width: number): string {
  const done = Math.round(width * share);
  return "█".repeat(done) + "░".repeat(width - done);
}

/** For example 45s, 7m45s or 2h05m. */
export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const padded = (value: number) => String(value).padStart(2, "0");
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${padded(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${padded(Math.floor((whole % 3600) / 60))}m`;
}
