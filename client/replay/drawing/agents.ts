import type { Replay } from "../replay.js";

// This code runs in Node and, inlined, in the page, so it may depend on neither.

/** Height of the strip below a scene. */
export const STRIP_HEIGHT = 78;

const LEFT = 24;
const RIGHT = 456;
const AXIS = 50;
/** Heights of marks above the axis: of every agent, and of one that gets the highest reward. */
const LOW = 8;
const HIGH = 34;

/**
 * Marks for agents at the velocities they want. A mark is higher the more reward its agent gets in this step.
 * @returns SVG elements, at step t from 0
 */
export function drawAgents({ agents, served, velocities }: Replay, t: number): string {
  const { values, own, unit, parameter, minimum, maximum } = agents;
  const place = (value: number): number => {
    const share = (value - minimum) / (maximum - minimum);
    return Math.round(100 * (LEFT + (RIGHT - LEFT) * Math.min(Math.max(share, 0), 1))) / 100;
  };
  const owned = new Set(own);
  const shares = new Map(served[t]);
  const mark = (i: number): string => {
    const share = shares.get(i) ?? 0;
    const top = AXIS - LOW - (HIGH - LOW) * share;
    const kind = `${owned.has(i) ? "own" : "other"}${share > 0 ? " served" : ""}`;
    const x = place(values[i]);
    return `<line x1="${x}" y1="${AXIS}" x2="${x}" y2="${top.toFixed(2)}" class="agent ${kind}"/>`;
  };
  // The representative's own agents are drawn last, over the others.
  const others = [...values.keys()].filter((i) => !owned.has(i));
  const axis = `<line x1="${LEFT}" y1="${AXIS}" x2="${RIGHT}" y2="${AXIS}" class="axis"/>`;
  const labels = ticks(minimum, maximum)
    .map((value) => `<text x="${place(value)}" y="${AXIS + 20}" class="faint centred">${value}</text>`)
    .join("");
  const name = `<text x="${LEFT}" y="${AXIS - HIGH - 5}" class="faint">${parameter} (${unit})</text>`;
  const needle = velocities === null ? "" : drawNeedle(place(velocities[t]));
  return axis + labels + name + [...others, ...own].map(mark).join("") + needle;
}

function drawNeedle(x: number): string {
  return `<path d="M${x} ${AXIS + 1}l-4 7h8z" class="needle"/>`;
}

/** Ticks at whole numbers, or at halves if there are few. */
function ticks(minimum: number, maximum: number): number[] {
  const range = maximum - minimum;
  const step = [0.1, 0.5, 1, 5, 10, 50].find((size) => range / size <= 8) ?? range;
  const first = Math.ceil(minimum / step);
  const count = Math.floor(maximum / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Math.round(10 * (first + i) * step) / 10);
}
