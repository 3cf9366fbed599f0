import type { TrainConfigInput } from "../config/train-config.js";
import { COMMITTEE_EXPERIMENTS } from "./committee-definitions.js";

/** A policy budget: k policies for n agents. */
export interface PolicyBudget {
  /** k. */
  readonly representatives: number;
  /** n. */
  readonly agents: number;
  /** The only one that has this budget, if not all have. */
  readonly environment?: string;
  /** Environment steps of all policies together, instead of the experiment's of each. */
  readonly frames?: number;
  /** ε of covers. */
  readonly epsilon?: number;
}

/** A mean return that is not ours. */
export interface PublishedReturn {
  readonly method: string;
  readonly frames: number;
  readonly mean: number;
  readonly standardError: number;
}

/** An experiment about agents who were not trained for. */
export interface UnseenDefinition {
  readonly testAgents: number;
  /** Each m of few-shot. */
  readonly fewShotEpisodes: readonly number[];
  /** ε_V: how far below the best known return still counts as near it. */
  readonly accuracy: number;
  /** What its figure has along x. */
  readonly varied: "frames" | "choice" | "representatives" | "epsilon";
  /** Zero-shot, to stand beside ours. */
  readonly published: readonly PublishedReturn[];
}

/** A figure of the paper, or one of ours, as a grid of runs: every environment, budget, algorithm and seed. */
export interface ExperimentDefinition {
  /** What the figure shows. */
  readonly title: string;
  /** What the paper finds in it or, of ours, what is to be found. */
  readonly expectation: string;
  /** Whether it is not the paper's. */
  readonly ours?: boolean;
  /** Its form. */
  readonly figure: "paths" | "welfare" | "histograms" | "agents" | "unseen";
  /** Whose; Ivanov and Ben-Porat's 2024 if not given. */
  readonly paper?: string;
  readonly environments: readonly string[];
  /** The paper's, and the default; or the names of the variants. */
  readonly algorithms: readonly string[];
  /** What is compared in the place of algorithms: settings by name. */
  readonly variants?: Readonly<Record<string, TrainConfigInput>>;
  readonly budgets: readonly PolicyBudget[];
  /** Of each representative, unless budgets say frames. */
  readonly transitions?: number;
  /** S in its paper; Ivanov and Ben-Porat's if not given. */
  readonly seeds?: number;
  /** Of an experiment about test agents. */
  readonly unseen?: UnseenDefinition;
}

/** Runs of each setting in Ivanov and Ben-Porat 2024. */
export const PAPER_SEEDS = 10;

/** Runs of each setting in its paper. */
export function paperSeeds({ seeds = PAPER_SEEDS }: ExperimentDefinition): number {
  return seeds;
}

/** Its paper, to be cited. */
export function paperOf({ paper = "Ivanov and Ben-Porat 2024" }: ExperimentDefinition): string {
  return paper;
}

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

/** By name: Ivanov and Ben-Porat 2024, figures 1 to 5, whose welfare, and policy committees. */
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
      "egalitarian gives most to those who have least, utilitarian has the highest mean, nash lies between them.",
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
  ...COMMITTEE_EXPERIMENTS,
} as const satisfies Record<string, ExperimentDefinition>;

/** Whether a budget is one of an environment's. */
export function belongsTo({ environment: only }: PolicyBudget, environment: string): boolean {
  return only === undefined || only === environment;
}

/** The budgets that an environment has in an experiment. */
export function budgetsOf(
  { budgets }: Pick<ExperimentDefinition, "budgets">,
  environment: string,
): PolicyBudget[] {
  return budgets.filter((budget) => belongsTo(budget, environment));
}

export type GridName = keyof typeof EXPERIMENTS;
export const GRID_NAMES = Object.keys(EXPERIMENTS) as GridName[];
