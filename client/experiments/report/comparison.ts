import { sampleMean } from "../../ops/sample-mean.js";
import { type Outcome, worstAgent } from "../execute/outcomes.js";
import { budgetsOf, type PolicyBudget } from "../plan/experiment-definition.js";
import { type Grid, trainedAlgorithm } from "../plan/grid.js";
import { type Pair, pairedTTest } from "./statistics.js";

/** Significance level for being worse than the best. */
const SIGNIFICANCE = 0.05;

/** An algorithm's runs in one setting. */
export interface Cell {
  readonly algorithm: string;
  /** Number of finished runs. */
  readonly finished: number;
  /** Mean over their seeds; null if none is finished. */
  readonly mean: number | null;
  readonly standardError: number | null;
  /** Mean of their worst agents' return. */
  readonly worstAgent: number | null;
  /** p of the paired one-sided t-test that the best is better; null for the best itself, or with too few pairs. */
  readonly pValue: number | null;
  /** Whether it is the best or not significantly worse. */
  readonly leading: boolean;
}

/** The algorithms of a grid on one environment with one budget. */
export interface Comparison {
  readonly environment: string;
  readonly budget: PolicyBudget;
  /** S. */
  readonly planned: number;
  readonly cells: readonly Cell[];
  /** Whether a cell could not be tested because there are too few seeds. */
  readonly tooFewSeeds: boolean;
}

/** Compares algorithms in every setting of a grid: means over seeds, the best, and those not significantly worse. */
export function compareAlgorithms({ definition, seeds }: Grid, outcomes: readonly Outcome[]): Comparison[] {
  const { environments, algorithms } = definition;
  return environments.flatMap((environment) =>
    budgetsOf(definition, environment).map((budget) => {
      const samples = algorithms.map((algorithm) => ({
        algorithm,
        trained: trainedAlgorithm(algorithm, budget),
        outcomes: finishedOutcomes(outcomes, environment, trainedAlgorithm(algorithm, budget), budget),
      }));
      return { environment, budget, planned: seeds, ...compareSamples(samples) };
    }),
  );
}

/** The outcomes of one setting, by seed. */
export function outcomesOf(
  outcomes: readonly Outcome[],
  environment: string,
  algorithm: string,
  budget: PolicyBudget,
): Outcome[] {
  return outcomes.filter(
    ({ run }) =>
      run.environment === environment &&
      run.algorithm === algorithm &&
      run.budget.representatives === budget.representatives &&
      run.budget.agents === budget.agents &&
      run.budget.frames === budget.frames &&
      run.budget.epsilon === budget.epsilon,
  );
}

function finishedOutcomes(...setting: Parameters<typeof outcomesOf>): Outcome[] {
  return outcomesOf(...setting).filter(({ summary }) => summary !== null);
}

interface Sample {
  readonly algorithm: string;
  /** The algorithm that was actually trained. */
  readonly trained: string;
  readonly outcomes: readonly Outcome[];
}

function compareSamples(samples: readonly Sample[]): Pick<Comparison, "cells" | "tooFewSeeds"> {
  const best = findBest(samples);
  const tests = samples.map((sample) =>
    best === undefined || sample.trained === best.trained ? null : testAgainst(best, sample),
  );
  const cells = samples.map((sample, i) => {
    const isBest = best !== undefined && sample.trained === best.trained;
    const pValue = tests[i];
    const leading = isBest || (pValue !== null && pValue >= SIGNIFICANCE);
    return { ...describeSample(sample), pValue, leading };
  });
  const untested = cells.some((cell) => cell.mean !== null && cell.pValue === null && !cell.leading);
  return { cells, tooFewSeeds: untested };
}

function findBest(samples: readonly Sample[]): Sample | undefined {
  const some = samples.filter(({ outcomes }) => outcomes.length > 0);
  return some.sort((a, b) => meanWelfare(b) - meanWelfare(a))[0];
}

function meanWelfare({ outcomes }: Sample): number {
  return sampleMean(outcomes.map(welfareOf)).mean;
}

function welfareOf({ summary }: Outcome): number {
  return summary!.welfare.mean;
}

function describeSample({ algorithm, outcomes }: Sample) {
  const finished = outcomes.length;
  if (finished === 0) return { algorithm, finished, mean: null, standardError: null, worstAgent: null };
  const worst = sampleMean(outcomes.map(({ summary }) => worstAgent(summary!))).mean;
  return { algorithm, finished, ...sampleMean(outcomes.map(welfareOf)), worstAgent: worst };
}

/** Pairs runs with the same seed: they have the same agents and, where they draw alike, the same random numbers. */
function testAgainst(best: Sample, other: Sample): number | null {
  const pairs = best.outcomes.flatMap((first): Pair[] => {
    const second = other.outcomes.find(({ run }) => run.seed === first.run.seed);
    return second === undefined ? [] : [[welfareOf(first), welfareOf(second)]];
  });
  return pairedTTest(pairs);
}
