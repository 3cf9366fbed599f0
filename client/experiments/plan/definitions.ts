import { COMMITTEE_EXPERIMENTS } from "./committee-definitions.js";
import type { ExperimentDefinition, PolicyBudget } from "./experiment-definition.js";
import { PORTFOLIO_EXPERIMENTS } from "./portfolio-definitions.js";
import { RESULTS_EXPERIMENTS } from "./results-definitions.js";

const ALL_ALGORITHMS = ["em", "end-to-end", "auto", "cluster", "random"];
const WITHOUT_RANDOM = ALL_ALGORITHMS.filter((name) => name !== "random");
const MUJOCO_TRANSITIONS = 2_000_000;

const budgets = (agents: number, ...representatives: number[]): PolicyBudget[] =>
  representatives.map((k) => ({ representatives: k, agents }));

const WELFARE_FUNCTIONS = {
  utilitarian: { welfare: "utilitarian" },
  egalitarian: { welfare: "egalitarian" },
  nash: { welfare: "nash" },
} as const;

/** Experiments by name: figures 1 to 5 of Ivanov and Ben-Porat 2024, welfare functions, and policy committees. */
export const EXPERIMENTS = {
  "fig1-paths": {
    title: "Paths in Resource Gathering",
    expectation:
      "One policy makes a tour of all tiles; more divide the map, so that each tile is visited by some policy and tours are short.",
    figure: "paths",
    environments: ["resource-gathering"],
    algorithms: ["em", "auto"],
    budgets: budgets(25, 1, 2, 3, 5),
    transitions: 1_000_000,
  },
  "fig2-welfare": {
    title: "Welfare in Resource Gathering",
    expectation:
      "Above 85 at k = 3 and above 90 at k = 10; em and end-to-end alike; cluster about the same for every k below n.",
    figure: "welfare",
    environments: ["resource-gathering"],
    algorithms: WITHOUT_RANDOM,
    budgets: budgets(25, 1, 2, 3, 5, 10, 25),
    transitions: 1_000_000,
  },
  "fig3-welfare": {
    title: "Welfare in MuJoCo environments",
    expectation: "em and end-to-end far above random, and above cluster except on Ant.",
    figure: "welfare",
    environments: ["half-cheetah", "ant", "hopper", "walker2d"],
    algorithms: ALL_ALGORITHMS,
    budgets: [...budgets(100, 1, 2, 5, 10), ...budgets(1000, 50)],
    transitions: MUJOCO_TRANSITIONS,
  },
  "fig4-histograms": {
    title: "Assignments in HalfCheetah",
    expectation:
      "em and end-to-end divide the velocities into five intervals of similar size; cluster parts the slow from all others.",
    figure: "histograms",
    environments: ["half-cheetah"],
    algorithms: WITHOUT_RANDOM,
    budgets: budgets(100, 5),
    transitions: MUJOCO_TRANSITIONS,
  },
  "fig5-histograms": {
    title: "Assignments in Ant, Hopper and Walker2d",
    expectation: "As in figure 4: intervals of similar size.",
    figure: "histograms",
    environments: ["ant", "hopper", "walker2d"],
    algorithms: WITHOUT_RANDOM,
    budgets: budgets(100, 5),
    transitions: MUJOCO_TRANSITIONS,
  },
  "welfare-functions": {
    title: "Whose welfare",
    expectation:
      "egalitarian gives the worst-off agents most, utilitarian has the highest mean, nash lies between them.",
    ours: true,
    figure: "agents",
    environments: ["resource-gathering", "half-cheetah"],
    algorithms: Object.keys(WELFARE_FUNCTIONS),
    variants: WELFARE_FUNCTIONS,
    budgets: [
      { representatives: 3, agents: 25, environment: "resource-gathering" },
      { representatives: 5, agents: 100, environment: "half-cheetah" },
    ],
    transitions: 1_000_000,
  },
  ...RESULTS_EXPERIMENTS,
  ...PORTFOLIO_EXPERIMENTS,
  ...COMMITTEE_EXPERIMENTS,
} as const satisfies Record<string, ExperimentDefinition>;
export type GridName = keyof typeof EXPERIMENTS;
export const GRID_NAMES = Object.keys(EXPERIMENTS) as GridName[];
