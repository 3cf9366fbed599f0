import { agentsWelfare } from "../../learner/welfare/agents-welfare.js";
import { type Distribution, distributionOf } from "../../ops/distribution.js";
import { sampleMean } from "../../ops/sample-mean.js";
import type { Outcome } from "../execute/outcomes.js";
import { budgetsOf } from "../plan/experiment-definition.js";
import { type Grid, trainedAlgorithm } from "../plan/grid.js";
import { outcomesOf } from "./comparison.js";

/** A table of how welfare is spread over agents, with a row per setting and algorithm; null if no run is finished. */
export function distributionTable({ definition }: Grid, outcomes: readonly Outcome[]) {
  const { environments, algorithms } = definition;
  const rows = environments.flatMap((environment) =>
    budgetsOf(definition, environment).flatMap((budget) =>
      algorithms.map((algorithm) => {
        const trained = trainedAlgorithm(algorithm, budget);
        const { representatives: k, agents: n } = budget;
        const own = outcomesOf(outcomes, environment, trained, budget);
        return [environment, `${k}`, `${n}`, algorithm, ...spreadTexts(own)];
      }),
    ),
  );
  const compared = definition.variants === undefined ? "algorithm" : "variant";
  const header = [
    "environment",
    "k",
    "n",
    compared,
    "mean",
    "worst agent",
    "10th percentile",
    "Gini coefficient",
  ];
  return { header, rows };
}

function spreadTexts(outcomes: readonly Outcome[]): string[] {
  const summaries = outcomes.flatMap(({ summary }) => (summary === null ? [] : [summary]));
  const spreads = summaries.map((summary) => distributionOf(agentsWelfare(summary)));
  const column = (name: keyof Distribution) => spreads.map((spread) => spread[name]);
  return [
    meanText(
      summaries.map(({ welfare }) => welfare.mean),
      2,
    ),
    meanText(column("worst"), 2),
    meanText(column("percentile10"), 2),
    meanText(column("gini"), 3),
  ];
}

/** Mean ± standard error over seeds; a dash if a seed has no value. */
function meanText(values: readonly (number | null)[], digits: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return "–";
  const { mean, standardError } = sampleMean(known);
  return `${mean.toFixed(digits)}${standardError === null ? "" : ` ± ${standardError.toFixed(digits)}`}`;
}
