import type { Experiment } from "./experiment.js";
import type { GridName } from "./plan/definitions.js";
import { type ExperimentDefinition, lengthOf } from "./plan/experiment-definition.js";

/** An experiment that is a grid of runs. */
export function gridExperiment(name: GridName, definition: ExperimentDefinition): Experiment {
  return {
    title: definition.title,
    details: detailsOf(definition),
    async make(request, host) {
      // Loaded only here, since every command needs the experiments' names but few make one.
      const { makeGrid } = await import("./make-grid.js");
      return makeGrid(name, request, host);
    },
  };
}

function detailsOf(definition: ExperimentDefinition): string[] {
  const { environments, algorithms, variants, budgets } = definition;
  const ks = new Set(
    budgets.map(
      ({ representatives: k, agents: n, environment: only }) =>
        `${k} (n = ${n}${only === undefined ? "" : ` in ${only}`})`,
    ),
  );
  const shared = budgets.some(({ frames }) => frames !== undefined);
  const lengths = budgets.map((budget) => (shared ? budget.frames! : lengthOf(budget, definition)));
  const counts = [...new Set(lengths)].map((length) => length.toLocaleString("en-GB")).join(" and ");
  const epsilons = new Set(budgets.flatMap(({ epsilon }) => epsilon ?? []));
  return [
    `environments     ${environments.join(", ")}`,
    `${variants ? "variants  " : "algorithms"}       ${algorithms.join(", ")}`,
    `representatives  ${[...ks].join(", ")}`,
    ...(epsilons.size > 0 ? [`epsilon          ${[...epsilons].join(", ")}`] : []),
    shared
      ? `frames           ${counts} of all policies together`
      : `transitions      ${counts} per representative`,
  ];
}
