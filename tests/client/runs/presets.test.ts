// The preset's choices, all together, hold on both engines and over a resume.
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../client/engines/backend.js";
import { compiledEngine } from "../../../client/engines/compiled.js";
import { eagerEngine } from "../../../client/engines/eager.js";
import { createRunDirectory, resolveConfig, type TrainConfigInput } from "../../../client/index.js";
import { inProcessHosts } from "./support/hosts.js";
import { scratch } from "./support/scratch.js";
import { resumeRun, rowsOf, type TimelessRow, trainIn, trainRun } from "./support/train-run.js";

beforeAll(async () => void (await chooseBackend("wasm")));

/** Short episodes, as rounding errors of robots grow; the second iteration ends with the first E-step. */
const SHORT: TrainConfigInput = {
  preset: "reference-code",
  representatives: 2,
  transitions: 256,
  batchSize: 64,
  minibatchSize: 16,
  epochs: 3,
  warmStartIterations: 1,
  utilityRate: 0.5,
  checkpointEvery: 2,
};
const RUNS: [string, TrainConfigInput][] = [
  ["resource-gathering", {}],
  ["half-cheetah", { agents: 6, envOptions: { max_episode_steps: 8 } }],
];

/** The same rows with numbers to five decimal digits, fewer where they are large. */
const near = (rows: readonly TimelessRow[]): unknown =>
  JSON.parse(JSON.stringify(rows), (_, value) =>
    typeof value === "number" ? expect.closeTo(value, 5 - Math.log10(Math.max(Math.abs(value), 1))) : value,
  );

describe.each(RUNS)("reference-code in %s", (env, settings) => {
  const config = resolveConfig({ ...SHORT, ...settings, env });
  let reference: TimelessRow[];

  it("trains on the compiled engine", async () => {
    const hosts = await inProcessHosts(0);
    reference = await rowsOf(await trainRun(hosts, config, { engine: compiledEngine() }));
    await hosts.close();
    expect(reference.map((row) => row.transitions)).toEqual([64, 128, 192, 256]);
  });

  it("has the same rows on the eager one", async () => {
    const hosts = await inProcessHosts(0);
    const directory = await trainRun(hosts, config, { engine: eagerEngine() });
    await hosts.close();
    expect(await rowsOf(directory)).toEqual(near(reference));
  });

  it("goes on bit for bit where it broke off, by the settings in its directory", async () => {
    const hosts = await inProcessHosts(0);
    const directory = await createRunDirectory(`${await scratch()}/run`, config);
    const onIteration = (row: { iteration: number }) => {
      if (row.iteration === 3) throw new Error("broken off");
    };
    await expect(trainIn(directory, hosts.transports, config, { onIteration })).rejects.toThrow("broken off");
    await resumeRun(directory.path, hosts);
    await hosts.close();
    expect(await rowsOf(directory)).toEqual(reference);
  });
});
