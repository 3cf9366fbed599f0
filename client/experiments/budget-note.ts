import { PAPER_SEEDS } from "./definitions.js";
import type { Grid } from "./grid.js";
import type { Outcome } from "./outcomes.js";

/** How many runs of a grid are in which state. */
export function countRuns(outcomes: readonly Outcome[]) {
  const count = (status: Outcome["status"]) => outcomes.filter((outcome) => outcome.status === status).length;
  return { finished: count("finished"), unfinished: count("unfinished"), lost: count("lost") };
}

/** At what scale and budget something was made, for what shows it; in parts. */
export function budgetNotes(grid: Grid, outcomes: readonly Outcome[]): string[] {
  const { scale, seeds, definition, settings, runs } = grid;
  const [first] = runs;
  const transitions = first.settings.transitions!.toLocaleString("en-GB");
  const [whole, its, paper] = definition.ours
    ? ["all of them", "the full", "in full"]
    : ["as the paper", "the paper's", "paper"];
  const share = scale === 1 ? whole : `${percent(scale)} of ${its} ${count(definition.transitions)}`;
  const { finished } = countRuns(outcomes);
  const others = Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [
    `${transitions} transitions per representative (${share})`,
    `${seeds} ${seeds === 1 ? "seed" : "seeds"}${seeds === PAPER_SEEDS ? "" : ` (${paper}: ${PAPER_SEEDS})`}`,
    ...others,
    ...(finished < runs.length ? [`unfinished: ${finished} of ${runs.length} runs`] : []),
  ];
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

function count(value: number): string {
  return value.toLocaleString("en-GB");
}
