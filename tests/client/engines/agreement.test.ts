// Engines, and the backends of the eager one, differ in how they compute, not in what comes out.
import { beforeAll, describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../../client/config/train-config.js";
import { chooseBackend } from "../../../client/engines/backend.js";
import { chooseEngine } from "../../../client/engines/choose-engine.js";
import { compiledEngine } from "../../../client/engines/compiled.js";
import { eagerEngine } from "../../../client/engines/eager.js";
import type { Engine } from "../../../client/engines/engine.js";
import { type Arrays, flattenArrays, type NdArray, ndArray } from "../../../client/jit/nd-array.js";
import type { ScanOutputs } from "../../../client/jit/scan.js";
import type { ModelState, Sizes } from "../../../client/learner/model/model.js";
import {
  newRepresentatives,
  Representatives,
} from "../../../client/learner/representatives/representatives.js";
import type { StepMetrics } from "../../../client/learner/update/minibatch-step.js";
import { minibatchRows } from "../../../client/learner/update/update.js";
import { createRng } from "../../../envs/rng.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { ENVIRONMENTS, tinyConfig as tinyRunConfig } from "../runs/support/settings.js";
import { rowsOf, type TimelessRow, trainRun } from "../runs/support/train-run.js";
import {
  CATEGORICAL,
  GAUSSIAN,
  tinyConfig,
  tinyEpoch,
  tinyModel,
  tinyProblem,
  tinyRates,
  tinyRollout,
} from "../support/problem.js";
import { relativeDifference } from "../support/tensors.js";

beforeAll(async () => void (await chooseBackend("cpu")));

/**
 * Not end-to-end over minibatches: the logits' first gradient is then 0 but for rounding, of which Adam makes
 * steps as large as any.
 */
const PROBLEMS = (
  [
    ["continuous", GAUSSIAN],
    ["discrete", CATEGORICAL],
  ] as const
).flatMap(([actions, sizes]) =>
  (
    [
      ["em", "minibatch"],
      ["em", "batch"],
      ["end-to-end", "batch"],
    ] as const
  ).map(([algorithm, advantageScope]) => ({ actions, sizes, algorithm, advantageScope })),
);

/** Two minibatches of each of fifty epochs, in one scan. */
async function hundredSteps(
  sizes: Sizes,
  settings: TrainConfigInput,
  engine: Engine,
): Promise<Arrays<ScanOutputs<ModelState, StepMetrics>>> {
  const problem = await tinyProblem(sizes, settings);
  const rng = createRng(7, "minibatches");
  const epochs = Array.from({ length: 50 }, () => minibatchRows(problem.config, rng));
  const [, k, m] = epochs[0].shape;
  const rows = Int32Array.from(epochs.flatMap(({ data }) => [...data]));
  return tinyEpoch(
    problem,
    engine,
  )({
    carry: problem.state,
    x: { rows: ndArray(rows, [100, k, m]) },
    shared: { batch: problem.batch, rates: tinyRates() },
  });
}

/** The largest relative difference of each array. */
function differences(
  a: Arrays<ScanOutputs<ModelState, StepMetrics>>,
  b: Arrays<ScanOutputs<ModelState, StepMetrics>>,
): Record<string, number> {
  const expected = new Map<string, NdArray>(flattenArrays(b));
  return Object.fromEntries(
    flattenArrays(a).map(([path, array]) => [path, relativeDifference(array, expected.get(path)!)]),
  );
}

describe.each(PROBLEMS)(
  "$algorithm, $actions, advantages over the $advantageScope",
  ({ sizes, ...settings }) => {
    it("has the same state and metrics after a hundred steps, compiled and eager", async () => {
      const { actions: _, ...config } = settings;
      const compiled = await hundredSteps(sizes, config, compiledEngine());
      const eager = await hundredSteps(sizes, config, eagerEngine());
      const found = Object.entries(differences(compiled, eager));
      expect(found).toHaveLength(12 + 5);
      // On the machine this was written on, 6e-6 at most.
      for (const [path, difference] of found) expect(difference, path).toBeLessThan(5e-5);
      expect(compiled.carry.actor.theta.data).not.toEqual(eager.carry.actor.theta.data);
    });
  },
);

/** Every part of the learner's arithmetic is in one of these. */
const LEARNERS: [string, Sizes, TrainConfigInput][] = [
  [
    "end-to-end, continuous",
    GAUSSIAN,
    { algorithm: "end-to-end", advantageScope: "batch", squashMean: true },
  ],
  ["em, continuous, one-hot critic", GAUSSIAN, { algorithm: "em", criticConditioning: "one-hot" }],
  ["em, discrete, per minibatch", CATEGORICAL, { algorithm: "em", advantageScope: "minibatch" }],
];

interface Learnt {
  readonly parameters: number[];
  readonly metrics: Readonly<Record<string, number>>;
}

/** Ten updates on ten rollouts. */
async function learn(sizes: Sizes, settings: TrainConfigInput, engine: Engine): Promise<Learnt> {
  const batch = {
    envsPerRepresentative: 4,
    batchSize: 64,
    minibatchSize: 32,
    transitions: 64,
    hiddenSizes: [16],
  };
  const config = tinyConfig(sizes, { ...batch, epochs: 4, ...settings });
  const model = tinyModel(sizes, config);
  const representatives = new Representatives(
    model,
    config,
    engine,
    newRepresentatives(model, createRng(0, "parameters")),
  );
  const rates = { learningRate: 3e-4, entropyCoefficient: 1e-3 };
  let metrics = {};
  for (let i = 0; i < 10; i++) {
    metrics = await representatives.learn(tinyRollout(sizes, config, i), {
      rates,
      rng: createRng(i, "minibatches"),
    });
  }
  const { actor, critic, assignment } = representatives.snapshot.state;
  return { parameters: [actor, critic, assignment].flatMap(({ theta }) => [...theta.data]), metrics };
}

describe.each(LEARNERS)("after ten updates, %s", (_, sizes, settings) => {
  let reference: Learnt;

  beforeAll(async () => {
    await chooseBackend("cpu");
    reference = await learn(sizes, settings, eagerEngine());
  });

  it.for([
    { engine: "compiled", backend: "auto" },
    { engine: "eager", backend: "wasm" },
    { engine: "eager", backend: "tensorflow" },
  ] as const)("$engine, $backend, has the parameters of plain JavaScript", async (choice, { skip }) => {
    const { engine, missing } = await chooseEngine(choice).then(
      (chosen) => ({ ...chosen, missing: undefined }),
      (error: Error) => ({ engine: undefined, missing: error.message }),
    );
    // Only the native backend is optional.
    if (missing !== undefined && choice.backend === "tensorflow") skip(missing);
    expect(missing).toBeUndefined();
    const { parameters, metrics } = await learn(sizes, settings, engine!);
    const differences = parameters.map((x, i) => Math.abs(x - reference.parameters[i]));
    expect(Math.max(...differences)).toBeLessThan(1e-4);
    for (const [key, value] of Object.entries(metrics)) expect(value).toBeCloseTo(reference.metrics[key], 3);
  });
});

/** The same rows with numbers to five decimal digits. */
const near = (rows: readonly TimelessRow[]): unknown =>
  JSON.parse(JSON.stringify(rows), (_, value) =>
    typeof value === "number" ? expect.closeTo(value, 5) : value,
  );

/** Short episodes: what robots do depends so much on rounding that after fifty steps a thousandth is another. */
const SHORT: Readonly<Record<string, TrainConfigInput>> = {
  "resource-gathering": { transitions: 1024 },
  "half-cheetah": {
    transitions: 128,
    batchSize: 32,
    minibatchSize: 16,
    envOptions: { max_episode_steps: 8 },
  },
};

describe.each(ENVIRONMENTS)("a whole run of %s", (env) => {
  it.each([
    ["em", "minibatch"],
    ["end-to-end", "batch"],
  ] as const)("has the same rows, compiled and eager: %s", async (algorithm, advantageScope) => {
    await chooseBackend("wasm");
    const config = tinyRunConfig(env, algorithm, { ...SHORT[env], advantageScope });
    const runOn = async (engine: Engine): Promise<TimelessRow[]> => {
      const hosts = await inProcessHosts(0);
      const directory = await trainRun(hosts, config, { engine });
      await hosts.close();
      return rowsOf(directory);
    };
    const compiled = await runOn(compiledEngine());
    expect(compiled).toHaveLength(4);
    expect(await runOn(eagerEngine())).toEqual(near(compiled));
  });
});
