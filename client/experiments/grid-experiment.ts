import type { Experiment } from "./experiment.js";
import type { GridName } from "./plan/definitions.js";
import type { ExperimentDefinition } from "./plan/experiment-definition.js";

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
  const { environments, algorithms, variants, budgets, transitions } = definition;
  const ks = new Set(
    budgets.map(
      ({ representatives: k, agents: n, environment: only }) =>
        `${k} (n = ${n}${only === undefined ? "" : ` in ${only}`})`,
    ),
  );
  const frames = new Set(budgets.map((budget) => budget.frames?.toLocaleString("en-GB")));
  const epsilons = new Set(budgets.flatMap(({ epsilon }) => epsilon ?? []));
  return [
    `environments     ${environments.join(", ")}`,
    `${variants ? "variants  " : "algorithms"}       ${algorithms.join(", ")}`,
    `representatives  ${[...ks].join(", ")}`,
    ...(epsilons.size > 0 ? [`epsilon          ${[...epsilons].join(", ")}`] : []),
    transitions === undefined
      ? `frames           ${[...frames].join(" and ")} of all policies together`
      : `transitions      ${transitions.toLocaleString("en-GB")} per representative`,
  ];
}
