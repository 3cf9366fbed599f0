import type { TrainConfigInput } from "../../config/train-config.js";
import type { ExperimentDefinition, PolicyBudget, PublishedReturn } from "./experiment-definition.js";

/** Number of a committee's policies, unless it is varied. ε is half the distance between their targets. */
const POLICIES = 5;
/** m/s. */
const EPSILON = 0.3;
const TRAINING_TASKS = 50;
const TEST_TASKS = 100;
/** Environment steps of all policies together (Ge et al. 2025, HalfCheetah-Velocity). */
const FRAMES = { short: 6_000_000, long: 12_000_000 } as const;
const SEEDS = 3;
/** The return lost by a velocity 0.1 m/s further from the target than the best policy's in all 200 steps. */
const ACCURACY = 20;

const PAPER = "Ge et al. 2025";

const committee = (cover: NonNullable<TrainConfigInput["cover"]>): TrainConfigInput => ({
  algorithm: "committee",
  cover,
});

/** The compared methods by name: covers of parameters, and algorithms that learn the assignment from returns. */
const METHODS: Readonly<Record<string, TrainConfigInput>> = {
  "greedy-intersection": committee("greedy-intersection"),
  gradient: committee("gradient"),
  "kmeans++": committee("kmeans++"),
  dbscan: committee("dbscan"),
  gmm: committee("gmm"),
  "random-prototypes": committee("random"),
  em: { algorithm: "em" },
  auto: { algorithm: "auto" },
  "end-to-end": { algorithm: "end-to-end" },
};

/**
 * The authors' zero-shot returns on HalfCheetah-Velocity with standard errors, from their slides on Ge et al. 2025.
 * Their K, ε and tasks are not published.
 */
const PUBLISHED: readonly PublishedReturn[] = [
  { method: "PACMAN", frames: FRAMES.short, mean: -97.42, standardError: 3.7 },
  { method: "PACMAN", frames: FRAMES.long, mean: -74.2, standardError: 6.76 },
  { method: "KMeans++", frames: FRAMES.short, mean: -105.91, standardError: 3.44 },
  { method: "KMeans++", frames: FRAMES.long, mean: -89.5, standardError: 3.1 },
  { method: "DBSCAN", frames: FRAMES.short, mean: -234.05, standardError: 9.56 },
  { method: "DBSCAN", frames: FRAMES.long, mean: -213.42, standardError: 4.09 },
  { method: "GMM", frames: FRAMES.short, mean: -239.32, standardError: 11.27 },
  { method: "GMM", frames: FRAMES.long, mean: -199.86, standardError: 9.54 },
  { method: "Random", frames: FRAMES.short, mean: -274.13, standardError: 16.76 },
  { method: "Random", frames: FRAMES.long, mean: -258.07, standardError: 13.62 },
];

function budget(more: Partial<PolicyBudget>): PolicyBudget {
  return {
    representatives: POLICIES,
    agents: TRAINING_TASKS,
    frames: FRAMES.short,
    epsilon: EPSILON,
    ...more,
  };
}

const COMMON = {
  figure: "unseen",
  paper: PAPER,
  environments: ["half-cheetah-velocity"],
  seeds: SEEDS,
  variants: METHODS,
} as const;

const task = (fewShotEpisodes: number[], published: readonly PublishedReturn[] = []) => ({
  testAgents: TEST_TASKS,
  fewShotEpisodes,
  accuracy: ACCURACY,
  published,
});

/** Experiments with policy committees on unseen tasks, after Ge et al. 2025. */
export const COMMITTEE_EXPERIMENTS = {
  "committee-clusterings": {
    ...COMMON,
    title: "Covers, clusterings and learnt assignments on unseen tasks",
    expectation:
      "Covering tasks beats clustering them: PACMAN before KMeans++, and these far before DBSCAN, GMM and random tasks.",
    algorithms: Object.keys(METHODS),
    budgets: [budget({}), budget({ frames: FRAMES.long })],
    unseen: { ...task([5], PUBLISHED), varied: "frames" },
  },
  "committee-few-shot": {
    ...COMMON,
    title: "Choosing a policy by a few episodes",
    expectation: "Few-shot is better than zero-shot, with few episodes of each policy (in Meta-World).",
    algorithms: ["greedy-intersection", "kmeans++", "em"],
    budgets: [budget({})],
    unseen: { ...task([1, 2, 5, 10, 20]), varied: "choice" },
  },
  "committee-k": {
    ...COMMON,
    title: "How many policies",
    expectation: "More policies share the same frames, so that more is not always better (in Meta-World).",
    algorithms: ["greedy-intersection", "em"],
    budgets: [1, 2, 3, 4, 5].map((representatives) => budget({ representatives })),
    unseen: { ...task([5]), varied: "representatives" },
  },
  "committee-epsilon": {
    ...COMMON,
    title: "How close a prototype must be",
    expectation: "About the same for every ε that is large enough (in Meta-World).",
    algorithms: ["greedy-intersection", "gradient"],
    budgets: [0.1, 0.2, 0.3, 0.5, 0.8].map((epsilon) => budget({ epsilon })),
    unseen: { ...task([5]), varied: "epsilon" },
  },
} as const satisfies Record<string, ExperimentDefinition>;
