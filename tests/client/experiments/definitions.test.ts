// The grids are the paper's, Ivanov and Ben-Porat 2024, figures 1 to 5, and ours.
import { expect, it } from "vitest";
import { budgetsOf as budgetsIn, EXPERIMENTS, GRID_NAMES } from "../../../client/experiments/definitions.js";
import { experimentList } from "../../../client/experiments/experiment-list.js";
import { trainedAlgorithm } from "../../../client/experiments/grid.js";

const budgetsOf = (name: keyof typeof EXPERIMENTS) =>
  EXPERIMENTS[name].budgets.map(({ representatives, agents }) => [representatives, agents]);

it("has figures 1 to 5, and ours", () => {
  expect(GRID_NAMES).toEqual([
    "fig1-paths",
    "fig2-welfare",
    "fig3-welfare",
    "fig4-histograms",
    "fig5-histograms",
    "welfare-functions",
  ]);
});

it("has the paper's budgets", () => {
  expect(budgetsOf("fig2-welfare")).toEqual([1, 2, 3, 5, 10, 25].map((k) => [k, 25]));
  expect(budgetsOf("fig3-welfare")).toEqual([...[1, 2, 5, 10].map((k) => [k, 100]), [50, 1000]]);
  expect(budgetsOf("fig4-histograms")).toEqual([[5, 100]]);
  expect(budgetsOf("fig5-histograms")).toEqual([[5, 100]]);
});

it("has the paper's transitions of each representative", () => {
  expect(GRID_NAMES.map((name) => EXPERIMENTS[name].transitions / 1e6)).toEqual([1, 1, 2, 2, 2, 1]);
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

it("trains once what is the same for every algorithm", () => {
  expect(trainedAlgorithm("em", { representatives: 1, agents: 25 })).toBe("single");
  expect(trainedAlgorithm("cluster", { representatives: 25, agents: 25 })).toBe("individual");
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
});
