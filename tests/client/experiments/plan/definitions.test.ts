// The grids are the paper's, Ivanov and Ben-Porat 2024, figures 1 to 5, and ours.
import { expect, it } from "vitest";
import { experimentList } from "../../../../client/experiments/experiment-list.js";
import { EXPERIMENTS, GRID_NAMES } from "../../../../client/experiments/plan/definitions.js";
import {
  budgetsOf as budgetsIn,
  type ExperimentDefinition,
} from "../../../../client/experiments/plan/experiment-definition.js";
import { trainedAlgorithm } from "../../../../client/experiments/plan/grid.js";

const FIGURES = GRID_NAMES.filter((name) => name.startsWith("fig"));

const budgetsOf = (name: keyof typeof EXPERIMENTS) =>
  EXPERIMENTS[name].budgets.map(({ representatives, agents }) => [representatives, agents]);

it("has the paper's figures 1 to 5", () => {
  expect(FIGURES).toEqual([
    "fig1-paths",
    "fig2-welfare",
    "fig3-welfare",
    "fig4-histograms",
    "fig5-histograms",
  ]);
});

it("has the paper's budgets", () => {
  expect(budgetsOf("fig2-welfare")).toEqual([1, 2, 3, 5, 10, 25].map((k) => [k, 25]));
  expect(budgetsOf("fig3-welfare")).toEqual([...[1, 2, 5, 10].map((k) => [k, 100]), [50, 1000]]);
  expect(budgetsOf("fig4-histograms")).toEqual([[5, 100]]);
  expect(budgetsOf("fig5-histograms")).toEqual([[5, 100]]);
});

it("has the paper's transitions of each representative", () => {
  const definitions: Record<string, ExperimentDefinition> = EXPERIMENTS;
  expect(FIGURES.map((name) => definitions[name].transitions! / 1e6)).toEqual([1, 1, 2, 2, 2]);
});

it("has the paper's algorithms, and the default", () => {
  expect(EXPERIMENTS["fig2-welfare"].algorithms).toEqual(["em", "end-to-end", "auto", "cluster"]);
  expect(EXPERIMENTS["fig3-welfare"].algorithms).toEqual(["em", "end-to-end", "auto", "cluster", "random"]);
});

it("has the paper's environments", () => {
  expect(EXPERIMENTS["fig3-welfare"].environments).toEqual(["half-cheetah", "ant", "hopper", "walker2d"]);
  expect(EXPERIMENTS["fig5-histograms"].environments).toEqual(["ant", "hopper", "walker2d"]);
});

it("compares welfare functions with k = 3 in Resource Gathering and k = 5 in HalfCheetah", () => {
  const definition = EXPERIMENTS["welfare-functions"];
  const budgets = definition.environments.map((environment) => budgetsIn(definition, environment));
  expect(budgets).toMatchObject([
    [{ representatives: 3, agents: 25 }],
    [{ representatives: 5, agents: 100 }],
  ]);
  expect(definition.algorithms).toEqual(["utilitarian", "egalitarian", "nash"]);
});

it("has what the README reports, beside the authors' code", () => {
  const { budgets, seeds, authors } = EXPERIMENTS.results;
  expect(budgets).toEqual([
    { environment: "resource-gathering", representatives: 3, agents: 25, transitions: 204_800 },
    { environment: "half-cheetah", representatives: 5, agents: 100, transitions: 153_600 },
  ]);
  expect(seeds).toBe(6);
  expect(authors).toEqual({
    "resource-gathering": { em: 82.6, "end-to-end": 86.2 },
    "half-cheetah": { em: 5.7, "end-to-end": 6.5 },
  });
  const long = EXPERIMENTS["results-long"].budgets;
  expect(long.map(({ representatives, transitions }) => [representatives, transitions])).toEqual([
    ...[2, 3, 5, 10].map((k) => [k, 1_000_000]),
    [5, 307_200],
  ]);
});

it("trains once what is the same for every algorithm", () => {
  expect(trainedAlgorithm("em", { representatives: 1, agents: 25 })).toBe("single");
  expect(trainedAlgorithm("cluster", { representatives: 25, agents: 25 })).toBe("individual");
  // The settings of a variant count with one policy, too.
  expect(trainedAlgorithm("fast", { representatives: 1, agents: 25 })).toBe("fast");
  expect(trainedAlgorithm("cluster", { representatives: 10, agents: 25 })).toBe("cluster");
});

it("lists what each trains", () => {
  const list = experimentList();
  for (const name of GRID_NAMES) expect(list).toContain(`${name}: ${EXPERIMENTS[name].title}\n`);
  expect(list).toContain(
    "  representatives  1 (n = 100), 2 (n = 100), 5 (n = 100), 10 (n = 100), 50 (n = 1000)\n",
  );
  expect(list).toContain(
    "  variants         utilitarian, egalitarian, nash\n" +
      "  representatives  3 (n = 25 in resource-gathering), 5 (n = 100 in half-cheetah)\n",
  );
  expect(list).toContain("  transitions      204,800 and 153,600 per representative\n");
});

// Ge et al. 2025: HalfCheetah-Velocity at 6 and 12 million frames, three seeds.
it("has committees on unseen tasks, whose policies share frames", () => {
  const { budgets, seeds, unseen } = EXPERIMENTS["committee-clusterings"];
  expect(budgets.map(({ frames }) => frames)).toEqual([6_000_000, 12_000_000]);
  expect(seeds).toBe(3);
  expect(unseen.published.map(({ mean }) => mean).sort((a, b) => b - a)).toEqual([
    -74.2, -89.5, -97.42, -105.91, -199.86, -213.42, -234.05, -239.32, -258.07, -274.13,
  ]);
  expect(EXPERIMENTS["committee-k"].budgets.map(({ representatives }) => representatives)).toEqual([
    1, 2, 3, 4, 5,
  ]);
  expect(experimentList()).toContain(
    "  representatives  5 (n = 50)\n  epsilon          0.1, 0.2, 0.3, 0.5, 0.8\n  frames           6,000,000 of all policies together",
  );
});

it("trains committees of one policy as such", () => {
  expect(trainedAlgorithm("gmm", { representatives: 1, agents: 50, frames: 6_000_000 })).toBe("gmm");
});
