import { curvesPanel } from "../../figures/curves-panel.js";
import { histogramPanel } from "../../figures/histogram-panel.js";
import { jointPathsPanel } from "../../figures/joint-paths.js";
import { isResourceGathering } from "../../figures/run.js";
import type { Panel } from "../../figures/spec-types.js";
import { type Outcome, transitionsOf } from "../execute/outcomes.js";
import type { PolicyBudget } from "../plan/experiment-definition.js";
import { countRuns, finishedNotes } from "./budget-note.js";
import type { EnvironmentParameters } from "./environment-parameters.js";

/** The agents that a run's representatives serve: on the map in Resource Gathering, otherwise by their parameter. */
export function assignmentPanel(title: string, outcome: Outcome, parameters: EnvironmentParameters): Panel {
  const { run, summary, trajectories } = outcome;
  const { environment, algorithm, budget } = run;
  const lines = [stateText(outcome)];
  if (isResourceGathering(environment)) {
    const walked = summary !== null && trajectories !== undefined;
    return jointPathsPanel({ title, lines, run: walked ? { summary, trajectories } : null });
  }
  const config = {
    environment,
    algorithm,
    k: budget.representatives,
    parameters: parameters.get(environment),
  };
  return histogramPanel({ title, lines, config, summary });
}

/** Curves of welfare during training for the runs of one setting. */
export function trainingPanel(
  title: string,
  outcomes: readonly Outcome[],
  range: readonly [number, number],
): Panel {
  const lines = finishedNotes(countRuns(outcomes).finished, outcomes.length);
  const curves = outcomes.map(({ run, metrics }) => ({ seed: run.seed, metrics }));
  // Runs consist of whole batches, so they may exceed the requested transitions.
  const transitions = Math.max(
    ...outcomes.flatMap((outcome) => [outcome.run.transitions, transitionsOf(outcome)]),
  );
  return curvesPanel({ title, lines, curves, transitions, range });
}

/** The lowest and highest welfare during training; [0, 1] if there is none. */
export function welfareRange(outcomes: readonly Outcome[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { metrics } of outcomes) {
    for (const { welfare } of metrics) {
      if (welfare === null) continue;
      [low, high] = [Math.min(low, welfare), Math.max(high, welfare)];
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

export function budgetText({ representatives, agents, frames, epsilon }: PolicyBudget): string {
  const shared = frames === undefined ? "" : `, ${framesText(frames)} frames, ε = ${epsilon}`;
  return `k = ${representatives}, n = ${agents}${shared}`;
}

/** Frames of the paper's scale, in millions. */
export function framesText(frames: number): string {
  return `${frames / 1e6}M`;
}

function stateText({ status, summary }: Outcome): string {
  return summary === null ? status : `welfare ${summary.welfare.mean.toFixed(1)}`;
}
