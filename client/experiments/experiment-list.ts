import { EXPERIMENTS, type ExperimentDefinition } from "./definitions.js";
import { INSTANCES, THEOREM, THEOREM_TITLE } from "./theorem-1.js";

/** What each experiment is and trains, for a person. */
export function experimentList(): string {
  const grids = Object.entries<ExperimentDefinition>(EXPERIMENTS).map(
    ([name, definition]) => `${name}: ${definition.title}\n${details(definition)}`,
  );
  return [...grids, `${THEOREM}: ${THEOREM_TITLE}\n  ${INSTANCES} random tabular r-MDPs a seed`].join("\n\n");
}

function details({ environments, algorithms, variants, budgets, transitions }: ExperimentDefinition): string {
  const ks = budgets.map(
    ({ representatives: k, agents: n, environment: only }) =>
      `${k} (n = ${n}${only === undefined ? "" : ` in ${only}`})`,
  );
  return [
    `  environments     ${environments.join(", ")}`,
    `  ${variants ? "variants  " : "algorithms"}       ${algorithms.join(", ")}`,
    `  representatives  ${ks.join(", ")}`,
    `  transitions      ${transitions.toLocaleString("en-GB")} per representative`,
  ].join("\n");
}
