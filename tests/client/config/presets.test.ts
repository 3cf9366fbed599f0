import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import yargs from "yargs";
import { configFlags, configFromFlags } from "../../../client/cli/config-flags.js";
import { PRESETS } from "../../../client/config/presets.js";
import { resolveConfig } from "../../../client/config/resolve-config.js";

describe("paper", () => {
  it.each(["half-cheetah", "resource-gathering"])("is what %s has by default", (env) => {
    expect(resolveConfig({ env, preset: "paper" })).toEqual(resolveConfig({ env }));
  });
});

describe("reference-code", () => {
  /** The choices of the authors' code, for robots. */
  const CHOICES = {
    preset: "reference-code",
    envsPerRepresentative: 1,
    hiddenSizes: [64, 64],
    criticConditioning: "one-hot",
    squashMean: true,
    initialLogStd: -1,
    learnLogStd: false,
    storeClippedActions: true,
    bootstrapTruncated: false,
    advantageScope: "minibatch",
    advantageEpsilon: 0.01,
    klLimit: 0.05,
    klAverageDecay: 0.95,
    entropyCoefficient: { start: 1e-3, end: 1e-4 },
    scheduleSpeed: 1.1,
    observationStatistics: "normalized",
    utilityReturns: "latest",
    warmStartIterations: 50,
    emptyRepresentative: "last-agent",
  } as const;
  /** What the code and the paper have in common. */
  const COMMON = {
    batchSize: 2048,
    minibatchSize: 64,
    epochs: 10,
    discount: 0.99,
    gaeDecay: 0.95,
    clip: 0.2,
    learningRate: { start: 3e-4, end: 1e-4 },
    adamEpsilon: 1e-5,
    maxGradientNorm: 0.5,
    normalizeObservations: true,
    utilityRate: 0.05,
    assignmentLearningRate: 2e-3,
  } as const;
  /** What it has for Resource Gathering. */
  const RESOURCE_GATHERING = {
    discount: 1,
    learningRate: { start: 5e-4, end: 1e-4 },
    entropyCoefficient: { start: 5e-2, end: 1e-3 },
    adamEpsilon: 1e-8,
    normalizeObservations: false,
  };

  it.each([
    ["half-cheetah", { ...COMMON, ...CHOICES }],
    ["resource-gathering", { ...COMMON, ...CHOICES, ...RESOURCE_GATHERING }],
  ])("is these settings in %s, and no others than by default", (env, settings) => {
    const resolved = resolveConfig({ env, preset: "reference-code" });
    expect(resolved).toEqual({ ...resolveConfig({ env }), ...settings });
  });

  it("is the flags in the documentation's table", async () => {
    const [section] = readFileSync("docs/explanation/paper.md", "utf8").split("\n## ");
    const theirs = [...section.matchAll(/^\|.*\|(.*)\|$/gm)].map(([, cell]) => cell);
    const words = theirs.flatMap((cell) =>
      [...cell.matchAll(/`(--[^`]+)`/g)].flatMap(([, line]) => line.split(" ")),
    );
    const table = yargs(words).options(configFlags()).parserConfiguration({ "camel-case-expansion": false });
    expect(await configFromFlags(await table.strict().parse(), undefined)).toEqual(PRESETS["reference-code"]);
  });

  it("gives way to what is set", () => {
    const settings = { preset: "reference-code", epochs: 3, klLimit: null, hiddenSizes: [8] } as const;
    expect(resolveConfig({ ...settings, hiddenSizes: [8] })).toMatchObject({
      epochs: 3,
      klLimit: null,
      hiddenSizes: [8],
      squashMean: true,
    });
  });

  it("fills the end of a schedule that a flag leaves open, unless the environment does", async () => {
    const entropyOf = async (env: string) => {
      const flags = { env, preset: "reference-code", "entropy-coefficient": { start: 2e-3 } };
      return resolveConfig(await configFromFlags(flags, undefined)).entropyCoefficient;
    };
    expect(await entropyOf("half-cheetah")).toEqual({ start: 2e-3, end: 1e-4 });
    expect(await entropyOf("resource-gathering")).toEqual({ start: 2e-3, end: 1e-3 });
  });

  it("resolved is resolved for good", () => {
    const resolved = resolveConfig({ env: "half-cheetah", preset: "reference-code", scheduleSpeed: 1 });
    expect(resolveConfig(JSON.parse(JSON.stringify(resolved)))).toEqual(resolved);
  });
});

it("another is refused", () => {
  expect(() => resolveConfig({ preset: "magic" as never })).toThrow(
    /^preset: .*"paper"\|"reference-code".*, got 'magic'$/,
  );
});
