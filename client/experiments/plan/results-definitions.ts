import type { TrainConfigInput } from "../../config/train-config.js";
import type { ExperimentDefinition, PolicyBudget } from "./experiment-definition.js";

const GATHERING = "resource-gathering";
const CHEETAH = "half-cheetah";

/** The networks of the authors' code; the paper's text has one hidden layer, and an output layer for each representative. */
const AUTHORS_NETWORKS: TrainConfigInput = { hiddenSizes: [64, 64], criticConditioning: "one-hot" };

const gathering = (representatives: number, transitions: number): PolicyBudget => ({
  environment: GATHERING,
  representatives,
  agents: 25,
  transitions,
});
const cheetah = (transitions: number): PolicyBudget => ({
  environment: CHEETAH,
  representatives: 5,
  agents: 100,
  transitions,
});

const COMMON = {
  ours: true,
  figure: "evaluations",
  environments: [GATHERING, CHEETAH],
  algorithms: ["auto", "em", "end-to-end"],
  environmentSettings: { [GATHERING]: { "end-to-end": AUTHORS_NETWORKS } },
} as const;

/** What the README reports. */
export const RESULTS_EXPERIMENTS = {
  results: {
    ...COMMON,
    title: "Welfare beside the authors' code",
    expectation:
      "em and end-to-end at least as good as the authors' code after as many transitions; auto about as good as the better of the two, or better.",
    budgets: [gathering(3, 204_800), cheetah(153_600)],
    seeds: 6,
    authors: { [GATHERING]: { em: 82.6, "end-to-end": 86.2 }, [CHEETAH]: { em: 5.7, "end-to-end": 6.5 } },
  },
  "results-long": {
    ...COMMON,
    title: "Welfare after longer runs",
    expectation:
      "auto above em and end-to-end in HalfCheetah, and near the best known in Resource Gathering.",
    // With one policy, or one for every agent, there is nothing to assign: fig2-welfare has these.
    budgets: [...[2, 3, 5, 10].map((k) => gathering(k, 1_000_000)), cheetah(307_200)],
    seeds: 5,
  },
} as const satisfies Record<string, ExperimentDefinition>;
