import type { TrainConfigInput } from "../../config/train-config.js";

/** A policy budget: k policies for n agents. */
export interface PolicyBudget {
  /** k. */
  readonly representatives: number;
  /** n. */
  readonly agents: number;
  /** The only one that has this budget, if not all have. */
  readonly environment?: string;
  /** Environment steps of each representative, instead of the experiment's. */
  readonly transitions?: number;
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

/** In what form results are shown. */
export type FigureForm = "paths" | "welfare" | "histograms" | "agents" | "evaluations" | "unseen";

/** Environment → algorithm → something of the two; of some. */
export type ByEnvironment<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** A figure of the paper, or one of ours, as a grid of runs: every environment, budget, algorithm and seed. */
export interface ExperimentDefinition {
  /** What the figure shows. */
  readonly title: string;
  /** What the paper finds in it or, of ours, what is to be found. */
  readonly expectation: string;
  /** Whether it is not the paper's. */
  readonly ours?: boolean;
  /** Its form. */
  readonly figure: FigureForm;
  /** Whose; Ivanov and Ben-Porat's 2024 if not given. */
  readonly paper?: string;
  readonly environments: readonly string[];
  /** The paper's, and the default; or the names of the variants. */
  readonly algorithms: readonly string[];
  /** What is compared in the place of algorithms: settings by name. */
  readonly variants?: Readonly<Record<string, TrainConfigInput>>;
  /** What algorithms have beside in one environment: environment → algorithm → settings. */
  readonly environmentSettings?: ByEnvironment<TrainConfigInput>;
  readonly budgets: readonly PolicyBudget[];
  /** Of each representative, unless budgets say their own, or frames. */
  readonly transitions?: number;
  /** S in its paper; Ivanov and Ben-Porat's if not given. */
  readonly seeds?: number;
  /**
   * Welfare that the authors' code reached with as many transitions, where it has been run: environment → algorithm → its
   * own average of training returns, one seed.
   */
  readonly authors?: ByEnvironment<number>;
  /** Of an experiment about test agents. */
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

/** Its paper, to be cited. */
export function paperOf({ paper = "Ivanov and Ben-Porat 2024" }: ExperimentDefinition): string {
  return paper;
}

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
