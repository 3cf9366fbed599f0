import { EXPERIMENTS } from "./plan/definitions.js";
import type { ExperimentDefinition } from "./plan/experiment-definition.js";
import { INSTANCES, THEOREM, THEOREM_TITLE } from "./plan/theorem.js";

/** What each experiment is and trains, for a person. */
export function experimentList(): string {
  const grids = Object.entries<ExperimentDefinition>(EXPERIMENTS).map(
    ([name, definition]) => `${name}: ${definition.title}\n${details(definition)}`,
  );
  return [...grids, `${THEOREM}: ${THEOREM_TITLE}\n  ${INSTANCES} random tabular r-MDPs a seed`].join("\n\n");
}

function details({ environments, algorithms, variants, budgets, transitions }: ExperimentDefinition): string {
  const ks = new Set(
    budgets.map(
      ({ representatives: k, agents: n, environment: only }) =>
        `${k} (n = ${n}${only === undefined ? "" : ` in ${only}`})`,
    ),
  );
  const frames = new Set(budgets.map((budget) => budget.frames?.toLocaleString("en-GB")));
  const epsilons = new Set(budgets.flatMap(({ epsilon }) => epsilon ?? []));
  return [
    `  environments     ${environments.join(", ")}`,
    `  ${variants ? "variants  " : "algorithms"}       ${algorithms.join(", ")}`,
    `  representatives  ${[...ks].join(", ")}`,
    ...(epsilons.size > 0 ? [`  epsilon          ${[...epsilons].join(", ")}`] : []),
    transitions === undefined
      ? `  frames           ${[...frames].join(" and ")} of all policies together`
      : `  transitions      ${transitions.toLocaleString("en-GB")} per representative`,
  ].join("\n");
}
