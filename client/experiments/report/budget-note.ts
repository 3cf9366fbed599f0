import type { Outcome } from "../execute/outcomes.js";
import { lengthOf, paperSeeds } from "../plan/experiment-definition.js";
import type { Grid } from "../plan/grid.js";

/** Counts the runs of a grid in each state. */
export function countRuns(outcomes: readonly Outcome[]) {
  const count = (status: Outcome["status"]) => outcomes.filter((outcome) => outcome.status === status).length;
  return { finished: count("finished"), unfinished: count("unfinished"), lost: count("lost") };
}

/** Notes about the scale and budget of results. */
export function budgetNotes(grid: Grid, outcomes: readonly Outcome[]): string[] {
  const { seeds, definition, settings, runs } = grid;
  const published = paperSeeds(definition);
  const whose = definition.ours ? "in full" : "paper";
  const { finished } = countRuns(outcomes);
  const others = Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [
    lengthNote(grid),
    `${seeds} ${seeds === 1 ? "seed" : "seeds"}${seeds === published ? "" : ` (${whose}: ${published})`}`,
    ...others,
    ...finishedNotes(finished, runs.length),
  ];
}

/** A note about how many runs are finished, unless all are. */
export function finishedNotes(finished: number, planned: number): string[] {
  return finished < planned ? [`${finished} of ${planned} runs finished`] : [];
}

function lengthNote({ scale, definition, runs }: Grid): string {
  const { budgets, ours } = definition;
  if (budgets.some(({ frames }) => frames !== undefined)) {
    const frames = counts(budgets.map((budget) => budget.frames! * scale));
    const share = scale === 1 ? "as the paper" : `${percent(scale)} of the paper's`;
    return `${frames} transitions of all policies together (${share})`;
  }
  const full = counts(budgets.map((budget) => lengthOf(budget, definition)));
  const [whole, its] = ours ? ["all of them", "the full"] : ["as the paper", "the paper's"];
  const share = scale === 1 ? whole : `${percent(scale)} of ${its} ${full}`;
  return `${counts(runs.map(({ transitions }) => transitions))} transitions per representative (${share})`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** Numbers, each once. */
function counts(values: readonly number[]): string {
  return [...new Set(values)].map((value) => value.toLocaleString("en-GB")).join(" and ");
}
