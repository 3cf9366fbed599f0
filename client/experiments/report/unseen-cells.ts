import type { UnseenResults } from "../../assignment/unseen/results.js";
import { type ServedAgents, shareNearBest } from "../../assignment/unseen/served.js";
import { sampleMean } from "../../ops/sample-mean.js";
import type { Outcome } from "../execute/outcomes.js";
import type { PolicyBudget } from "../plan/experiment-definition.js";
import type { Grid } from "../plan/grid.js";
import { outcomesOf } from "./comparison.js";

/** A way to choose policies for agents that were not trained for. */
export interface Choice {
  readonly name: "zero-shot" | "few-shot" | "best of k";
  /** m of few-shot; null for other choices. */
  readonly episodes: number | null;
}

/** Result of a choice in one run. */
export interface ChoiceResult extends Choice, ServedAgents {
  /** Share of agents within the accuracy of the best return known for them from all runs with the same seed. */
  readonly nearBestKnown: number;
}

/** Means over seeds; null if no run is finished. */
export interface ChoiceCell extends Choice {
  readonly mean: number | null;
  readonly standardError: number | null;
  readonly nearBestKnown: number | null;
}

/** An algorithm's runs with one budget. */
export interface UnseenCell {
  readonly environment: string;
  readonly algorithm: string;
  readonly budget: PolicyBudget;
  /** S. */
  readonly planned: number;
  /** Number of finished runs. */
  readonly finished: number;
  /** Mean number of policies over runs; null if none is finished. */
  readonly policies: number | null;
  readonly choices: readonly ChoiceCell[];
}

/** All choices that a run's evaluation has. */
export function choicesOf({ zeroShot, fewShot, bestOfK }: UnseenResults) {
  return [
    { name: "zero-shot", episodes: null, served: zeroShot },
    ...fewShot.map((served) => ({ name: "few-shot", episodes: served.episodes, served }) as const),
    { name: "best of k", episodes: null, served: bestOfK },
  ] as const;
}

/**
 * Results of each run, by the run's name. Runs with the same seed have the same agents. The best return known for an
 * agent is the highest mean of any policy in any of these runs.
 */
export function choiceResults(
  { definition }: Grid,
  outcomes: readonly Outcome[],
): ReadonlyMap<string, readonly ChoiceResult[]> {
  const { accuracy } = definition.unseen!;
  const finished = outcomes.filter(({ summary }) => summary?.unseen !== undefined);
  return new Map(
    finished.map(({ run, summary }) => {
      const peers = finished.filter((other) => other.run.seed === run.seed);
      const best = bestKnown(peers.map((peer) => peer.summary!.unseen!));
      const { utilities } = summary!.unseen!;
      const results = choicesOf(summary!.unseen!).map(({ name, episodes, served }) => {
        const returns = served.policies.map((j, i) => utilities[j][i]);
        return { ...served, name, episodes, nearBestKnown: shareNearBest({ returns, best }, accuracy) };
      });
      return [run.name, results];
    }),
  );
}

/** @returns [n] */
function bestKnown(results: readonly UnseenResults[]): number[] {
  const rows = results.flatMap(({ utilities }) => utilities);
  return rows[0].map((_, i) => rows.reduce((best, row) => Math.max(best, row[i]), Number.NEGATIVE_INFINITY));
}

/** Every algorithm with every budget of a grid. */
export function unseenCells(grid: Grid, outcomes: readonly Outcome[]): UnseenCell[] {
  const { environments, algorithms, budgets } = grid.definition;
  const results = choiceResults(grid, outcomes);
  return environments.flatMap((environment) =>
    budgets.flatMap((budget) =>
      algorithms.map((algorithm) => {
        const own = outcomesOf(outcomes, environment, algorithm, budget);
        const finished = own.filter(({ run }) => results.has(run.name));
        const policies = finished.map(({ summary }) => summary!.utilities.length);
        return {
          ...{ environment, algorithm, budget, planned: grid.seeds, finished: finished.length },
          policies: finished.length === 0 ? null : sampleMean(policies).mean,
          choices: choiceCells(
            grid,
            finished.map(({ run }) => results.get(run.name)!),
          ),
        };
      }),
    ),
  );
}

/** @param runs - results of each run */
function choiceCells({ definition }: Grid, runs: readonly (readonly ChoiceResult[])[]): ChoiceCell[] {
  return choices(definition.unseen!.fewShotEpisodes).map((choice, c) => {
    if (runs.length === 0) return { ...choice, mean: null, standardError: null, nearBestKnown: null };
    const nearBestKnown = sampleMean(runs.map((results) => results[c].nearBestKnown)).mean;
    return { ...choice, ...sampleMean(runs.map((results) => results[c].mean)), nearBestKnown };
  });
}

/** In the order of choicesOf. */
export function choices(fewShotEpisodes: readonly number[]): Choice[] {
  return [
    { name: "zero-shot", episodes: null },
    ...fewShotEpisodes.map((episodes) => ({ name: "few-shot", episodes }) as const),
    { name: "best of k", episodes: null },
  ];
}

/** A choice as text for people. */
export function choiceText({ name, episodes }: Choice): string {
  return episodes === null ? name : `${name}, m = ${episodes}`;
}
