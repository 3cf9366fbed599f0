import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../client/engines/backend.js";
import { compiledEngine } from "../../../client/engines/compiled.js";
import { eagerEngine } from "../../../client/engines/eager.js";
import type { Algorithm } from "../../../client/index.js";
import { inProcessHosts } from "./support/hosts.js";
import { ENVIRONMENTS, tinyConfig } from "./support/settings.js";
import { trainRun } from "./support/train-run.js";

const ALGORITHMS: Algorithm[] = ["em", "end-to-end"];
const ENGINES = { compiled: compiledEngine, eager: eagerEngine };
const NAMES = ["compiled", "eager"] as const;

const RUNS = ENVIRONMENTS.flatMap((env) =>
  ALGORITHMS.flatMap((algorithm) => NAMES.map((engine) => ({ env, algorithm, engine }))),
);

function tensors(): { numTensors: number; numDataBuffers: number } {
  const { numTensors, numDataBuffers } = tf.memory();
  return { numTensors, numDataBuffers };
}

beforeAll(async () => void (await chooseBackend("auto")));

describe.each(RUNS)("tensors of $env, $algorithm, $engine", ({ env, algorithm, engine }) => {
  it("are none but those that were there, after each iteration and after the run", async () => {
    const before = tensors();
    const counts: ReturnType<typeof tensors>[] = [];
    const hosts = await inProcessHosts(0);
    const onIteration = () => void counts.push(tensors());
    await trainRun(hosts, tinyConfig(env, algorithm), { onIteration, engine: ENGINES[engine]() });
    await hosts.close();
    expect(counts).toEqual(new Array(6).fill(before));
    expect(tensors()).toEqual(before);
  });
});
