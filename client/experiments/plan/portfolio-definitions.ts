import type { ExperimentDefinition } from "./experiment-definition.js";

const MAX_FUNDS = 10;

/** Funds beside the best ones, which are known exactly. */
export const PORTFOLIO_EXPERIMENTS = {
  "portfolio-gap": {
    title: "The gap to the best k funds",
    expectation: "auto closes 98 % of the way from the best single fund to the best k funds, at every k.",
    ours: true,
    figure: "funds",
    environments: ["portfolio"],
    algorithms: ["auto", "em", "end-to-end", "cluster"],
    budgets: Array.from({ length: MAX_FUNDS }, (_, j) => ({ representatives: j + 1, agents: 50 })),
    transitions: 614_400,
    seeds: 5,
    // Settings were chosen on lower ones.
    firstSeed: 101,
  },
} as const satisfies Record<string, ExperimentDefinition>;
