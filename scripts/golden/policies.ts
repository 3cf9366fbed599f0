/**
 * Policies as ONNX files, with what they are to give: `node dist/scripts/golden/policies.js DIRECTORY` writes
 * NAME-1.onnx, NAME-2.onnx, … and cases.json, which `exported_policies.py` checks in Python's ONNX Runtime.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assignerRegistry } from "../../client/assignment/assigners/index.js";
import { resolveConfig } from "../../client/config/resolve-config.js";
import { chooseEngine } from "../../client/engines/choose-engine.js";
import type { NdArray } from "../../client/jit/nd-array.js";
import { type ActInputs, act } from "../../client/learner/model/act.js";
import { createModel, initializeModel, type Model, type Sizes } from "../../client/learner/model/model.js";
import {
  type ObservationStatistics,
  observationScale,
} from "../../client/learner/model/observation-statistics.js";
import { exportPolicy } from "../../client/learner/model/policy-export.js";
import { box, createRng, discrete } from "../../envs/index.js";

const SIZES = { numRepresentatives: 3, numAgents: 4, observationSize: 5 };
const MODELS: Readonly<Record<string, { sizes: Sizes; squashMean?: boolean }>> = {
  gaussian: { sizes: { ...SIZES, actionSpace: box([2], -1, 1) } },
  squashed: { sizes: { ...SIZES, actionSpace: box([2], -2, 4) }, squashMean: true },
  categorical: { sizes: { ...SIZES, actionSpace: discrete(4) } },
};
const BATCH = 6;

/** A policy's file, what goes in and what is to come out. */
interface Case {
  readonly file: string;
  /** [batch, d]. */
  readonly observation: number[][];
  /** By the name they have in the file, [batch, a] each. */
  readonly outputs: Readonly<Record<string, number[][]>>;
}

const OUTPUT_NAMES: Readonly<Record<string, string>> = { mean: "mean", logStd: "log_std", logits: "logits" };
const rng = createRng(7, "golden policies");

function randomStatistics(): ObservationStatistics {
  const size = SIZES.numRepresentatives * SIZES.observationSize;
  return {
    count: 100,
    mean: Float64Array.from({ length: size }, () => rng.normal()),
    variance: Float64Array.from({ length: size }, () => 0.1 + rng.uniform()),
  };
}

/** Computes what the learner itself would, kernel by kernel in TensorFlow.js. */
async function casesOf(name: string, model: Model, directory: string): Promise<Case[]> {
  const { numRepresentatives: k, observationSize: d } = SIZES;
  const { engine } = await chooseEngine({ engine: "eager", backend: "cpu" });
  // The heads of new actors are small; larger ones tell more.
  const theta = initializeModel(model, rng).actor.theta.data.map((x) => 10 * x) as Float32Array;
  const scale = observationScale(randomStatistics(), k);
  const data = Float32Array.from({ length: k * BATCH * d }, () => 3 * rng.normal());
  const run = engine.prepare((inputs: ActInputs) => act(model.actor, model.actorLayout, inputs));
  const outputs = await run({
    observations: { shape: [k, BATCH, d], data },
    theta: { shape: [theta.length], data: theta },
    scale,
  });
  return Promise.all(
    Array.from({ length: k }, async (_, j) => {
      const file = `${name}-${j + 1}.onnx`;
      await writeFile(join(directory, file), exportPolicy(model, theta, scale, j));
      const entries = Object.entries(outputs).map(([key, array]) => [OUTPUT_NAMES[key], rowsOf(array, j)]);
      return {
        file,
        observation: rowsOf({ shape: [k, BATCH, d], data }, j),
        outputs: Object.fromEntries(entries),
      };
    }),
  );
}

/** Representative j's part of [k, batch, width]. */
function rowsOf({ shape: [, batch, width], data }: NdArray, j: number): number[][] {
  return Array.from({ length: batch }, (_, row) => {
    const start = (j * batch + row) * width;
    return [...data.subarray(start, start + width)];
  });
}

const [directory] = process.argv.slice(2);
const cases: Case[] = [];
for (const [name, { sizes, squashMean = false }] of Object.entries(MODELS)) {
  const config = resolveConfig({ env: name, representatives: 3, agents: 4, squashMean, initialLogStd: -0.5 });
  const model = createModel(sizes, assignerRegistry.get(config.algorithm).create(sizes, config), config);
  cases.push(...(await casesOf(name, model, directory)));
}
await writeFile(join(directory, "cases.json"), JSON.stringify(cases));
