import type { TrainConfigInput } from "../../config/train-config.js";

/** A policy budget: k policies for n agents. */
export interface PolicyBudget {
  /** k. */
  readonly representatives: number;
  /** n. */
  readonly agents: number;
  /** The only environment with this budget; left out if all environments have it. */
  readonly environment?: string;
  /** Environment steps of each representative, instead of the experiment's. */
  readonly transitions?: number;
  /** Environment steps of all policies together, instead of the experiment's of each. */
  readonly frames?: number;
  /** ε of covers. */
  readonly epsilon?: number;
}

/** A mean return that others published. */
export interface PublishedReturn {
  readonly method: string;
  readonly frames: number;
  readonly mean: number;
  readonly standardError: number;
}

/** The part of an experiment about agents that were not trained for. */
export interface UnseenDefinition {
  readonly testAgents: number;
  /** The values of m for few-shot choices. */
  readonly fewShotEpisodes: readonly number[];
  /** ε_V: the largest distance below the best known return that counts as near it. */
  readonly accuracy: number;
  /** The quantity on the figure's x axis. */
  readonly varied: "frames" | "choice" | "representatives" | "epsilon";
  /** Published zero-shot returns, for comparison. */
  readonly published: readonly PublishedReturn[];
}

/** The form in which results are shown. */
export type FigureForm = "paths" | "welfare" | "histograms" | "agents" | "evaluations" | "unseen" | "funds";

/** Environment → algorithm → something of the two; of some. */
export type ByEnvironment<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** A figure of the paper, or our own, as a grid of runs over environments, budgets, algorithms and seeds. */
export interface ExperimentDefinition {
  /** What the figure shows. */
  readonly title: string;
  /** The paper's finding or, for our own experiments, the expected one. */
  readonly expectation: string;
  /** Whether the experiment is our own rather than the paper's. */
  readonly ours?: boolean;
  /** The form of its figure. */
  readonly figure: FigureForm;
  /** The paper; Ivanov and Ben-Porat 2024 if left out. */
  readonly paper?: string;
  readonly environments: readonly string[];
  /** The paper's algorithms and the default one, or the names of the variants. */
  readonly algorithms: readonly string[];
  /** Settings by name that are compared instead of algorithms. */
  readonly variants?: Readonly<Record<string, TrainConfigInput>>;
  /** What algorithms have beside in one environment: environment → algorithm → settings. */
  readonly environmentSettings?: ByEnvironment<TrainConfigInput>;
  readonly budgets: readonly PolicyBudget[];
  /** Environment steps of each representative, unless budgets give frames. */
  readonly transitions?: number;
  /** S in its paper; that of Ivanov and Ben-Porat if left out. */
  readonly seeds?: number;
  /** The first seed, where those below it served to choose settings; 0 if left out. */
  readonly firstSeed?: number;
  /**
   * Welfare that the authors' code reached with as many transitions, where it has been run: environment → algorithm → its
   * own average of training returns, one seed.
   */
  readonly authors?: ByEnvironment<number>;
  /** Present in experiments about test agents. */
  readonly unseen?: UnseenDefinition;
}

/** Runs of each setting in Ivanov and Ben-Porat 2024. */
export const PAPER_SEEDS = 10;

/** Runs of each setting in its paper. */
export function paperSeeds({ seeds = PAPER_SEEDS }: ExperimentDefinition): number {
  return seeds;
}

/** Environment steps of each representative at scale 1, where policies do not share them. */
export function lengthOf(
  budget: PolicyBudget,
  definition: Pick<ExperimentDefinition, "transitions">,
): number {
  return (budget.transitions ?? definition.transitions)!;
}

/** The citation of its paper. */
export function paperOf({ paper = "Ivanov and Ben-Porat 2024" }: ExperimentDefinition): string {
  return paper;
}

/** Whether an environment has a budget. */
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
