import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Algorithm, chooseBackend } from "../../../client/index.js";
import { inProcessHosts } from "./support/hosts.js";
import { ENVIRONMENTS, tinyConfig } from "./support/settings.js";
import { trainRun } from "./support/train-run.js";

const ALGORITHMS: Algorithm[] = ["em", "end-to-end"];

beforeAll(async () => void (await chooseBackend("auto")));

describe.each(ENVIRONMENTS.flatMap((env) => ALGORITHMS.map((algorithm) => ({ env, algorithm }))))(
  "tensors of $env, $algorithm",
  ({ env, algorithm }) => {
    it("are as many after each iteration, and none is left after the run", async () => {
      const before = tf.memory().numTensors;
      const counts: number[] = [];
      const hosts = await inProcessHosts(0);
      const onIteration = () => void counts.push(tf.memory().numTensors);
      await trainRun(hosts, tinyConfig(env, algorithm), { onIteration });
      await hosts.close();
      expect(counts).toEqual(new Array(6).fill(counts[0]));
      expect(tf.memory().numTensors).toBe(before);
    });
  },
);
