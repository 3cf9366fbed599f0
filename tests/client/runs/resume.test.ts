// A run that broke off and goes on is the run that never did.
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Algorithm,
  createRunDirectory,
  openRunDirectory,
  type TrainConfig,
  type TrainConfigInput,
} from "../../../client/index.js";
import { grpcHosts, type Hosts, inProcessHosts } from "./support/hosts.js";
import { scratch } from "./support/scratch.js";
import { ENVIRONMENTS, tinyConfig } from "./support/settings.js";
import { referenceRows, resumeRun, rowsOf, type TimelessRow, trainIn } from "./support/train-run.js";

/** Em does nothing that auto does not. */
const ALGORITHMS: Algorithm[] = ["auto", "end-to-end"];

/** @returns the path of a run that broke off when it had written this iteration's row */
async function breakOffAfter(iteration: number, hosts: Hosts, config: TrainConfig): Promise<string> {
  const directory = await createRunDirectory(`${await scratch()}/run`, config);
  const onIteration = (row: { iteration: number }) => {
    if (row.iteration === iteration) throw new Error("broken off");
  };
  await expect(trainIn(directory, hosts.transports, config, { onIteration })).rejects.toThrow("broken off");
  return directory.path;
}

async function withHosts<R>(hosts: Hosts, use: (hosts: Hosts) => Promise<R>): Promise<R> {
  try {
    return await use(hosts);
  } finally {
    await hosts.close();
  }
}

interface Setting {
  readonly env: string;
  readonly algorithm: Algorithm;
  readonly more: TrainConfigInput;
}

/** Agents' weights change with what they have; some opt out. */
const UNEQUAL_AGENTS: readonly Setting[] = [
  { env: "half-cheetah", algorithm: "auto", more: { welfare: "nash", outsideOption: 0.05 } },
  { env: "resource-gathering", algorithm: "end-to-end", more: { welfare: "egalitarian" } },
];
const SETTINGS: readonly Setting[] = [
  ...ENVIRONMENTS.flatMap((env) => ALGORITHMS.map((algorithm) => ({ env, algorithm, more: {} }))),
  ...UNEQUAL_AGENTS,
];

describe.each(SETTINGS)("$env, $algorithm, $more", ({ env, algorithm, more }) => {
  const config = tinyConfig(env, algorithm, more);
  let reference: TimelessRow[];
  beforeAll(async () => {
    reference = await referenceRows(config);
  });

  it.each([
    ["after a checkpoint", 2],
    ["between checkpoints", 3],
    ["before the first checkpoint", 1],
  ])("goes on, broken off %s, on other servers than before", async (_, iteration) => {
    const path = await withHosts(await inProcessHosts(0), (hosts) => breakOffAfter(iteration, hosts, config));
    const directory = await openRunDirectory(path);
    expect(await rowsOf(directory)).toEqual(reference.slice(0, iteration));
    await withHosts(await grpcHosts(1, 1), (hosts) => resumeRun(path, hosts));
    expect(await rowsOf(directory)).toEqual(reference);
  });
});
