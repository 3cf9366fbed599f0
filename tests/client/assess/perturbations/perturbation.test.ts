import { describe, expect, it } from "vitest";
import { choosePerturbations } from "../../../../client/assess/perturbations/chosen.js";
import {
  DEFAULT_PERTURBATIONS,
  parsePerturbations,
  perturbationName,
} from "../../../../client/assess/perturbations/perturbation.js";
import { perturbationEvidence } from "../../../../client/assess/perturbations/robustness.js";
import { EnvironmentSpec } from "../../../../proto/index.js";

const SPEC = EnvironmentSpec.fromPartial({ id: "hopper", options: [{ name: "gravity" }] });
const RANGE = { minimum: 0.5, maximum: 2 };

describe("parsePerturbations", () => {
  it("reads each kind", () => {
    const texts = [
      ...["observation-noise=0.1", "action-noise=2", "action-delay=3", "stuck-component=0"],
      ...["stuck-component=all", "option:gravity=-9.5", "option:soft=true", "options=all"],
    ];
    expect(parsePerturbations(texts)).toEqual([
      { kind: "observation-noise", deviations: 0.1 },
      { kind: "action-noise", size: 2 },
      { kind: "action-delay", steps: 3 },
      { kind: "stuck-component", component: 0 },
      { kind: "stuck-component", component: "all" },
      { kind: "option", option: "gravity", value: -9.5 },
      { kind: "option", option: "soft", value: true },
      { kind: "declared-options" },
    ]);
  });

  it("takes none for none, and its own defaults", () => {
    expect(parsePerturbations(["none"])).toEqual([]);
    expect(parsePerturbations(DEFAULT_PERTURBATIONS)).toHaveLength(6);
  });

  it.each([
    "wind=3",
    "action-delay=0",
    "action-delay=1.5",
    "observation-noise=0",
    "stuck-component=-1",
    "options=some",
    "none=1",
    "",
  ])("refuses %j", (text) => {
    expect(() => parsePerturbations([text])).toThrow(
      `--perturb: expected one of observation-noise=DEVIATIONS, `,
    );
  });

  it("refuses an option that is no number", () => {
    expect(() => parsePerturbations(["option:gravity=low"])).toThrow(
      '--perturb: expected a number, true or false for an option, got "option:gravity=low"',
    );
  });
});

describe("choosePerturbations", () => {
  it("names the components that vary for any policy", () => {
    const { chosen, leftOut } = choosePerturbations([{ kind: "stuck-component", component: "all" }], SPEC, [
      [0, 1, 0],
      [0, 0, 2],
    ]);
    expect(chosen.map(perturbationName)).toEqual([
      "observation component 1 stuck",
      "observation component 2 stuck",
    ]);
    expect(leftOut).toEqual([]);
  });

  it("leaves out those that are too many, and says so", () => {
    const all = { kind: "stuck-component", component: "all" } as const;
    const { chosen, leftOut } = choosePerturbations([all], SPEC, [new Array(34).fill(1)]);
    expect([chosen.length, leftOut]).toEqual([32, [32, 33]]);
  });

  it("tries both ends of the ranges that the environment declares, once if they are the same", () => {
    const options = [
      ...[{ name: "mass", perturbationRange: RANGE }, { name: "goal" }],
      { name: "legs", perturbationRange: { minimum: 3, maximum: 3 } },
    ];
    const spec = EnvironmentSpec.fromPartial({ id: "hopper", options });
    expect(choosePerturbations([{ kind: "declared-options" }], spec, [[1]]).chosen).toEqual([
      { kind: "option", option: "mass", value: 0.5 },
      { kind: "option", option: "mass", value: 2 },
      { kind: "option", option: "legs", value: 3 },
    ]);
    expect(choosePerturbations([{ kind: "declared-options" }], SPEC, [[1]]).chosen).toEqual([]);
  });

  it("tries at most 32 options", () => {
    const options = Array.from({ length: 40 }, (_, i) => ({ name: `option_${i}`, perturbationRange: RANGE }));
    const spec = EnvironmentSpec.fromPartial({ id: "hopper", options });
    expect(choosePerturbations([{ kind: "declared-options" }], spec, [[1]]).chosen).toHaveLength(64);
  });

  it("refuses what the environment does not have", () => {
    expect(() => choosePerturbations([{ kind: "option", option: "wind", value: 1 }], SPEC, [[1]])).toThrow(
      '--perturb: expected an option of env "hopper" (gravity), got "wind"',
    );
    expect(() => choosePerturbations([{ kind: "stuck-component", component: 3 }], SPEC, [[1, 1]])).toThrow(
      '--perturb: expected a component from 0 to 1 (env "hopper"), got 3',
    );
  });
});

it("pairs episodes, so that what they have in common is no chance", () => {
  const returnsOf = (values: number[]) => ({
    ...{ numPolicies: 2, numAgents: 2, values: Float64Array.from(values) },
  });
  // Policy 1 serves agent 0 with 10, 20, 60, and loses 1 each time; policy 2 serves nobody.
  const unperturbed = returnsOf([...[10, 0, 20, 0, 60, 0], ...[0, 0, 0, 0, 0, 0]]);
  const perturbed = returnsOf([...[9, 0, 19, 0, 59, 0], ...[5, 5, 5, 5, 5, 5]]);
  const choice = { kind: "action-delay", steps: 1 } as const;
  const evidence = perturbationEvidence(choice, { unperturbed, perturbed }, Int32Array.of(0, 0), 0.95);
  expect(evidence).toMatchObject({
    ...{ name: "actions 1 step late", kind: "action-delay", value: { steps: 1 } },
    change: { mean: -0.5, lower: -0.5, upper: -0.5 },
    changes: [{ mean: -0.5 }, null],
  });
  expect(evidence.welfare.upper - evidence.welfare.mean).toBeGreaterThan(10);
});
