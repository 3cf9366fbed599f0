import { describe, expect, it } from "vitest";
import { numIterations } from "../../../client/base/num-iterations.js";
import { ENVIRONMENT_DEFAULTS } from "../../../client/config/environment-defaults.js";
import { ConfigError, resolveConfig } from "../../../client/config/resolve-config.js";
import { type TrainConfigInput, trainConfigSchema } from "../../../client/config/train-config.js";

/** The text of the error that settings are refused with. */
function refusal(settings: object): string {
  try {
    resolveConfig(settings as TrainConfigInput);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return expect.unreachable("it is accepted");
}

describe("defaults", () => {
  it("are the schema's", () => {
    const defaults = { ...trainConfigSchema.parse({ env: "some-env" }), representatives: 3 };
    expect(resolveConfig({ env: "some-env" })).toEqual(defaults);
  });

  it("are the environment's where it has its own", () => {
    expect(resolveConfig({ env: "resource-gathering" })).toEqual({
      ...resolveConfig({ env: "some-env" }),
      env: "resource-gathering",
      ...ENVIRONMENT_DEFAULTS["resource-gathering"],
    });
    expect(resolveConfig({ env: "resource-gathering" })).toMatchObject({ discount: 1, adamEpsilon: 1e-8 });
  });

  it("are those of the default environment if none is named", () => {
    expect(resolveConfig({})).toEqual(resolveConfig({ env: "resource-gathering" }));
  });

  it("give way to what is set", () => {
    const settings = {
      env: "resource-gathering",
      discount: 0.9,
      normalizeObservations: true,
      batchSize: 1024,
    };
    expect(resolveConfig(settings)).toMatchObject({ ...settings, adamEpsilon: 1e-8 });
  });
});

describe("a setting that cannot be is named", () => {
  it.each([
    ["unknown", { frobnicate: 0.9 }, /^frobnicate: unknown setting; known are preset, env, .*discount/],
    [
      "an option that JavaScript would lose",
      JSON.parse('{ "envOptions": { "__proto__": 1 } }'),
      /^envOptions: expected names of options, got "__proto__"$/,
    ],
    ["nearly known", { discuont: 0.9 }, /^discuont: unknown setting; did you mean discount\?$/],
    ["of the wrong type", { representatives: "3" }, /^representatives: expected number, got '3'$/],
    ["not whole", { epochs: 1.5 }, /^epochs: .*int.*, got 1\.5$/],
    ["too large", { discount: 1.5 }, /^discount: .*<=1, got 1\.5$/],
    ["too small", { clip: 0 }, /^clip: .*>0, got 0$/],
    ["not one of the choices", { algorithm: "magic" }, /^algorithm: .*"em"\|"end-to-end".*, got 'magic'$/],
    [
      "half a schedule",
      { learningRate: { start: 1 } },
      /^learningRate\.end: expected number, got undefined$/,
    ],
    [
      "wrong inside a schedule",
      { learningRate: { start: 1, end: -1 } },
      /^learningRate\.end: .*>=0, got -1$/,
    ],
    [
      "a schedule that would be 0 from the second iteration on",
      { learningRate: { start: 1, end: 0 } },
      /^learningRate: expected both ends above 0, or both 0, got \{ start: 1, end: 0 \}$/,
    ],
    ["wrong inside a list", { hiddenSizes: [64, 0] }, /^hiddenSizes\.1: .*>0, got 0$/],
    ["an empty list", { hiddenSizes: [] }, /^hiddenSizes: .*>=1 items, got \[\]$/],
    [
      "an option",
      { envOptions: { size: "big" } },
      /^envOptions\.size: expected a number or a boolean, got 'big'$/,
    ],
  ])("%s", (_, settings, text) => {
    expect(refusal(settings)).toMatch(text);
  });

  it("with the schedule that an unknown field is in", () => {
    expect(refusal({ learningRate: { start: 1, end: 1, middle: 1 } })).toMatch(
      /^learningRate\.middle: unknown setting/,
    );
  });

  it("each on its own line", () => {
    const lines = refusal({ clip: -1, typo: 1, seed: -1 }).split("\n");
    expect(lines.map((line) => line.split(":")[0]).sort()).toEqual(["clip", "seed", "typo"]);
  });
});

describe("sizes that do not fit are named", () => {
  it.each([
    [{ envsPerRepresentative: 7 }, "envsPerRepresentative: expected a divisor of batchSize 2048, got 7"],
    [{ minibatchSize: 100 }, "minibatchSize: expected a divisor of batchSize 2048, got 100"],
    [{ transitions: 2047 }, "transitions: expected at least one batch of 2048, got 2047"],
    [{ representatives: 26, agents: 25 }, "representatives: expected at most n = 25 agents, got 26"],
  ])("%o", (settings, text) => {
    expect(refusal(settings)).toBe(text);
  });

  it("or are accepted if they just fit", () => {
    const settings = {
      representatives: 5,
      agents: 5,
      batchSize: 100,
      minibatchSize: 100,
      envsPerRepresentative: 100,
      transitions: 100,
    };
    expect(resolveConfig(settings)).toMatchObject(settings);
  });
});

describe("transitions of all representatives together", () => {
  it("are shared equally", () => {
    const settings = { representatives: 5, agents: 25, totalTransitions: 100_003 };
    const config = resolveConfig(settings);
    expect(config.transitions).toBe(20_001);
    expect(resolveConfig(config)).toEqual(config);
  });

  it("exclude others of each", () => {
    expect(refusal({ representatives: 5, totalTransitions: 100_000, transitions: 30_000 })).toBe(
      "totalTransitions: expected no transitions beside it but the 20000 that each of 5 has of them, got 30000",
    );
  });

  it("must be a batch for each", () => {
    expect(refusal({ representatives: 5, totalTransitions: 10_000 })).toBe(
      "transitions: expected at least one batch of 2048, got 2000",
    );
  });
});

it.each([
  [2048, 1],
  [2049, 2],
  [4096, 2],
])("%i transitions in batches of 2048 are %i iterations", (transitions, iterations) => {
  expect(numIterations(resolveConfig({ transitions }))).toBe(iterations);
});

it("every setting has its sentence", () => {
  for (const [name, field] of Object.entries(trainConfigSchema.shape)) {
    expect(`${name}: ${field.description}`).toMatch(/: .+\.$/);
  }
});
