import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureActing } from "../../../scripts/bench/act.js";
import { measureGrowth } from "../../../scripts/bench/growth.js";
import { measureNetwork } from "../../../scripts/bench/network.js";
import { measureServing } from "../../../scripts/bench/serve.js";
import { measureSoak } from "../../../scripts/bench/soak.js";
import { measureSteps } from "../../../scripts/bench/step.js";
import { measureTraining } from "../../../scripts/bench/train.js";
import { measureUpdates } from "../../../scripts/bench/update.js";
import { measureWire } from "../../../scripts/bench/wire.js";
import { collected, smallContext } from "./small-context.js";

const NUMBER = expect.any(Number);
const SIZES = { k: 2, n: 3, d: 4, a: 2 };
const MINIBATCHES = { compiledMinibatches: 2, eagerMinibatches: 1, peerMinibatches: 1 };
const SECONDS = { acting: NUMBER, stepping: NUMBER, wire: NUMBER, updating: NUMBER };
/** A training that is over in a moment. */
const SHORT = { batchSize: 16, minibatchSize: 8, epochs: 1, hiddenSizes: [4], envsPerRepresentative: 2 };

const COMPILED = { engine: "compiled", backend: "onnxruntime" };

describe("update", () => {
  it.each([false, true])(
    "has a row for each engine and algorithm, discrete actions: %s",
    async (discrete) => {
      const cases = [{ ...SIZES, discrete, ...MINIBATCHES }];
      const rows = await collected(measureUpdates(smallContext(), cases));
      for (const algorithm of ["em", "end-to-end"]) {
        const fields = { bench: "update", ...SIZES, discrete, algorithm, ms: NUMBER };
        expect(rows).toContainEqual({ ...fields, ...COMPILED });
        expect(rows).toContainEqual({ ...fields, engine: "eager", backend: "wasm" });
      }
    },
  );
});

describe("act", () => {
  it("has a row for each engine and number of environments", async () => {
    const rows = await collected(measureActing(smallContext(), { ...SIZES, discrete: true }, [1, 2]));
    const { n: _, ...sizes } = SIZES;
    for (const B of [1, 2]) {
      const fields = { bench: "act", ...sizes, discrete: true, B, us: NUMBER };
      expect(rows).toContainEqual({ ...fields, ...COMPILED });
      expect(rows).toContainEqual({ ...fields, engine: "eager", backend: "wasm" });
    }
  });
});

describe("step", () => {
  it("has a row for this process and for each server", async () => {
    const grid = { environments: [2], agents: [3], workers: [0, 1] };
    const fields = { bench: "step", N: 2, n: 3, stepsPerSecond: NUMBER };
    expect(await collected(measureSteps(smallContext(), grid))).toEqual([
      { ...fields, engine: "in-process" },
      { ...fields, engine: "loopback", workers: 0 },
      { ...fields, engine: "loopback", workers: 1 },
    ]);
  });
});

describe("wire", () => {
  it("has a row for dense and one for sparse rewards, which are smaller", async () => {
    const wireCase = { environment: "resource-gathering", N: 2, n: 25 };
    const rows = await collected(measureWire(smallContext(), [wireCase]));
    const fields = {
      ...{ bench: "wire", ...wireCase, messageBytes: NUMBER, rewardBytes: NUMBER },
      ...{ messageBytesPerAgentStep: NUMBER, rewardBytesPerAgentStep: NUMBER, megabytesPerSecond: NUMBER },
    };
    expect(rows).toEqual([
      { ...fields, engine: "dense" },
      { ...fields, engine: "sparse" },
    ]);
    const [dense, sparse] = rows;
    expect(dense.rewardBytes).toBeGreaterThan(4 * 2 * 25);
    expect(sparse.rewardBytes).toBeLessThan(Number(dense.rewardBytes));
  });
});

describe("serve", () => {
  it("has a row for the wire alone and one for a server of policies", async () => {
    const rows = await collected(measureServing(smallContext(), [1, 3]));
    const fields = { bench: "serve", us: NUMBER };
    expect(rows).toEqual(
      [1, 3].flatMap((B) => [
        { ...fields, engine: "echo", B },
        { ...fields, engine: "caucus-policies", B },
      ]),
    );
  });
});

describe("soak", () => {
  it("has a row for each round, with what was asked and the server's memory", async () => {
    const rows = await collected(measureSoak({ ...smallContext(), rounds: 2 }, 1));
    const counts = { assigned: NUMBER, acted: NUMBER, reported: NUMBER };
    const MB = process.platform === "linux" ? NUMBER : null;
    expect(rows).toEqual(
      [1, 2].map((round) => ({
        ...{ bench: "soak", engine: "caucus-policies", round, ...counts },
        ...{ moved: 0, decisions: 0, MB },
      })),
    );
    expect(rows[1].acted).toBeGreaterThan(Number(rows[0].acted));
  });
});

describe("train", () => {
  it("has a row with the split of an iteration and the memory", async () => {
    const config = { env: "resource-gathering", representatives: 2, ...SHORT };
    const rows = await collected(measureTraining(smallContext(), [{ task: "small", config }]));
    const measured = { transitionsPerSecond: NUMBER, seconds: SECONDS, learnerMB: NUMBER };
    const server = process.platform === "linux" ? NUMBER : null;
    expect(rows).toEqual([
      { bench: "train", ...COMPILED, task: "small", k: 2, n: 25, ...measured, serverMB: server },
    ]);
  });
});

describe("network", () => {
  it("has a row for rollouts and for steps, through a wire that delays both", async () => {
    const config = { env: "resource-gathering", representatives: 2, ...SHORT };
    const rows = await collected(measureNetwork(smallContext(), [20], config));
    const fields = { bench: "network", delay: 20, transitionsPerSecond: NUMBER, seconds: SECONDS };
    expect(rows).toEqual([
      { ...fields, engine: "rollouts" },
      { ...fields, engine: "steps" },
    ]);
    const waits = rows.map(({ seconds }) => (seconds as Record<string, number>).wire);
    // Four steps an iteration: a round trip of 40 ms each, where actions travel.
    expect(waits[1]).toBeGreaterThanOrEqual(4 * 0.04);
  });
});

describe("growth", () => {
  it("has a row for each point", async () => {
    const point = { sweep: "n", k: 2, n: 3, B: 2 } as const;
    expect(await collected(measureGrowth(smallContext(), [point], SHORT))).toEqual([
      {
        ...{ bench: "growth", ...COMPILED, sweep: "n", k: 2, n: 3, N: 4 },
        ...{ transitionsPerSecond: NUMBER, seconds: SECONDS },
      },
    ]);
  });
});

/** Runs with a Python that is a shell script. */
async function withPython<R>(script: string, use: (python: string) => Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), "caucus-bench-test-"));
  try {
    const python = join(folder, "python");
    writeFileSync(python, `#!/bin/sh\n${script}\n`);
    chmodSync(python, 0o755);
    return await use(python);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(process.platform === "win32")("peers", () => {
  const act = (peers: string) =>
    collected(measureActing({ ...smallContext(), peers }, { ...SIZES, discrete: false }, [1]));

  it("have their rows after ours, of the same case", async () => {
    const rows = await withPython(`echo "{\\"bench\\":\\"act\\",\\"engine\\":\\"$*\\",\\"us\\":1}"`, act);
    const command = `${join("scripts", "bench", "peers", "act.py")} --json --k 2 --d 4 --a 2`;
    expect(rows.at(-1)).toEqual({ bench: "act", engine: command, us: 1 });
  });

  it("are an error where they fail", async () => {
    await expect(withPython("exit 3", act)).rejects.toThrow(/python .*act\.py .*: expected status 0, got 3$/);
  });
});
