import type { TimeColumn } from "./time-columns.js";

/** A period in which one agent, or some neighbours, are served by one representative. */
export interface Served {
  /** From 1. */
  readonly representative: number;
  /** Transitions of each representative. */
  readonly start: number;
  readonly end: number;
  /** Agents below and up to here. */
  readonly bottom: number;
  readonly top: number;
}

/** Largest number of rows, since more would be thinner than a pixel. */
const MAX_ROWS = 250;
const LABELS = 5;

/**
 * The representative of each agent over time, in rows ordered by θ from below. More than 250 agents are grouped into rows
 * of neighbours, and the middle agent of a row represents the others. Columns without changes are merged.
 * @param theta - [n], or null to leave agents in their order
 */
export function agentRows(columns: readonly TimeColumn[], theta: readonly number[] | null): Served[] {
  const order = orderAgents(columns[0].row.assignment.length, theta);
  const perRow = Math.ceil(order.length / MAX_ROWS);
  const rows: Served[] = [];
  for (let bottom = 0; bottom < order.length; bottom += perRow) {
    const top = Math.min(bottom + perRow, order.length);
    const agent = order[Math.floor((bottom + top - 1) / 2)];
    rows.push(...spells(columns, agent).map((spell) => ({ ...spell, bottom, top })));
  }
  return rows;
}

/**
 * A few agents' θ for the axis, or their numbers where θ is null, from 0.
 * @returns axis value, in agents → text
 */
export function rowLabels(n: number, theta: readonly number[] | null): Map<number, string> {
  const order = orderAgents(n, theta);
  const rows = Array.from({ length: LABELS }, (_, i) => Math.round((i * (n - 1)) / (LABELS - 1)));
  if (theta === null) return new Map(rows.map((row) => [row + 0.5, `${row}`]));
  const sorted = order.map((agent) => theta[agent]);
  const span = sorted[n - 1] - sorted[0] || 1;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(span)));
  return new Map(rows.map((row) => [row + 0.5, `${Number(sorted[row].toFixed(digits))}`]));
}

function orderAgents(n: number, theta: readonly number[] | null): number[] {
  const agents = Array.from({ length: n }, (_, i) => i);
  return theta === null ? agents : agents.sort((a, b) => theta[a] - theta[b]);
}

/** The successive periods that an agent spent with its representatives. */
function spells(
  columns: readonly TimeColumn[],
  agent: number,
): Pick<Served, "representative" | "start" | "end">[] {
  const changes = columns.filter(
    ({ row }, i) => i === 0 || row.assignment[agent] !== columns[i - 1].row.assignment[agent],
  );
  const last = columns[columns.length - 1].end;
  return changes.map(({ start, row }, i) => ({
    representative: row.assignment[agent] + 1,
    start,
    end: changes[i + 1]?.start ?? last,
  }));
}
