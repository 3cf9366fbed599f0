// A revision: some policies are trained anew, and the others stay as they are, to the last bit.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedDossier, sha256 } from "../../../approval/index.js";
import { compiledEngine } from "../../../client/engines/compiled.js";
import {
  createRunDirectory,
  type MetricsRow,
  openRunDirectory,
  type RunDirectory,
  resolveConfig,
  setUpRun,
  trainRun,
} from "../../../client/index.js";
import { restoredLearner } from "../../../client/run/restored-learner.js";
import { type Revision, reviseRun } from "../../../client/run/revise-run.js";
import { inProcessHosts } from "./support/hosts.js";
import { dossierOfRun, learnerOf, policyDigests } from "./support/run-dossier.js";
import { makeScratch } from "./support/scratch.js";
import { tinyConfig } from "./support/settings.js";
import { type TimelessRow, timeless, trainIn } from "./support/train-run.js";

/** Twelve tiles of Resource Gathering, one an agent. */
const AGENTS = Array.from({ length: 12 }, (_, i) => [2 * i]);
const CONFIG = tinyConfig("resource-gathering", "auto", {
  ...{ representatives: 3, trainAgents: AGENTS, transitions: 256 * 8, hiddenSizes: [16, 8] },
});

let path: string;
let base: RunDirectory;
let checked: CheckedDossier;

beforeAll(async () => {
  path = await makeScratch();
  base = await createRunDirectory(join(path, "base"), CONFIG);
  const hosts = await inProcessHosts(0);
  await trainIn(base, hosts.transports, CONFIG);
  await hosts.close();
  checked = await dossierOfRun(base.path, AGENTS, join(path, "dossier"));
});

async function revise(retrain: number[], settings = {}): Promise<Revision> {
  const checkpoint = (await base.readCheckpoint(() => {}))!;
  return reviseRun({ config: CONFIG, checkpoint }, { checked, retrain, settings });
}

/** Trains a revision, or goes on with it, until the end or an iteration. */
async function train(name: string, { config, start }: Revision, until = 99): Promise<MetricsRow[]> {
  const hosts = await inProcessHosts(0);
  const stop = new AbortController();
  const found = await openRunDirectory(join(path, name)).catch(() => undefined);
  const checkpoint = await found?.readCheckpoint(() => {});
  const setup = await setUpRun(hosts.transports, config);
  const openDirectory = async () => {
    await found?.truncateMetrics(checkpoint?.learner.iteration ?? 0);
    return found ?? createRunDirectory(join(path, name), config);
  };
  await trainRun({
    ...{ transports: hosts.transports, setup, engine: compiledEngine(), checkpoint, start, openDirectory },
    onPhase: () => {},
    onIteration({ iteration }) {
      if (iteration === until) stop.abort();
    },
    signal: stop.signal,
  }).finally(() => hosts.close());
  return (await openRunDirectory(join(path, name))).readMetrics();
}

describe("a revision of one policy", () => {
  let revision: Revision;
  let rows: MetricsRow[];
  let before: string[];

  beforeAll(async () => {
    revision = await revise([2]);
    before = await policyDigests(base.path);
    rows = await train("revised", revision);
  });

  it("leaves the files of the others as they are, byte for byte", async () => {
    const after = await policyDigests(join(path, "revised"));
    expect(after.map((digest, j) => digest === before[j])).toEqual([true, false, true]);
  });

  it("begins with a policy that knows nothing, beside the others", async () => {
    const start = restoredLearner(
      { learner: revision.start, environmentStates: [], seconds: 0, backend: "" },
      revision.config,
      compiledEngine(),
    );
    const files = start.representatives.exportPolicies().map(sha256);
    expect(files.map((digest, j) => digest === before[j])).toEqual([true, false, true]);
    expect(start.utilities.known).toEqual([true, false, true]);
    expect(start.iteration).toBe(0);
  });

  it("trains the new one: its file changes from iteration to iteration", async () => {
    const short = await revise([2], { transitions: 256 });
    await train("short", short);
    const [, early] = await policyDigests(join(path, "short"));
    const [, late] = await policyDigests(join(path, "revised"));
    expect(early).not.toBe(late);
  });

  it("serves everybody by the best of all from the first iteration, so that welfare starts at that of the others", async () => {
    for (const name of ["short", "revised"]) {
      const directory = await openRunDirectory(join(path, name));
      const { utilities, representatives } = await learnerOf(directory.path);
      const n = AGENTS.length;
      const returnOf = (j: number, i: number) => (100 * utilities.utilities[j * n + i]) / n;
      const best = (js: number[]) =>
        AGENTS.reduce((sum, _, i) => sum + Math.max(...js.map((j) => returnOf(j, i))), 0);
      const served = representatives.assignment.reduce((sum, j, i) => sum + returnOf(j, i), 0);
      expect(served).toBeCloseTo(best([0, 1, 2]), 9);
      expect(served).toBeGreaterThanOrEqual(best([0, 2]));
      expect((await directory.readMetrics()).at(-1)!.welfare).toBeCloseTo(served, 9);
    }
    expect(rows).toHaveLength(8);
  });

  it("goes on bit for bit after it was stopped, also before its first iteration was saved", async () => {
    for (const iteration of [3, 6]) await train("stopped", revision, iteration);
    const stopped: TimelessRow[] = timeless(await train("stopped", revision));
    expect(stopped).toEqual(timeless(rows));
  });

  it("can be revised again, with policies of three trainings", async () => {
    const directory = await openRunDirectory(join(path, "revised"));
    const dossier = await dossierOfRun(directory.path, AGENTS, join(path, "second dossier"));
    const checkpoint = (await directory.readCheckpoint(() => {}))!;
    const second = reviseRun(
      { config: revision.config, checkpoint },
      { checked: dossier, retrain: [3], settings: { transitions: 512 } },
    );
    expect(second.config.revisions).toEqual([0, 1, 2]);
    await train("second", second);
    const [first, middle, last] = await policyDigests(join(path, "second"));
    expect([first, middle]).toEqual(dossier.policies.slice(0, 2).map((policy) => policy.sha256));
    expect(last).not.toBe(dossier.policies[2].sha256);
  });
});

describe("a revision is refused", () => {
  it.each([
    ["of a representative that there is not", [4], "--retrain: expected representatives from 1 to 3, got 4"],
    ["of all", [1, 2, 3], "--retrain: expected fewer than all 3, got all: train without --revise"],
  ])("%s", async (_, retrain, message) => {
    await expect(revise(retrain)).rejects.toThrow(message);
  });

  it("of another run", async () => {
    const checkpoint = (await (await openRunDirectory(join(path, "revised"))).readCheckpoint(() => {}))!;
    const { config } = await revise([2]);
    expect(() => reviseRun({ config, checkpoint }, { checked, retrain: [1], settings: {} })).toThrow(
      `--run: expected the run of the dossier, whose policy 2 has SHA-256 ${checked.policies[1].sha256}, got `,
    );
  });

  it("as a setting that does not fit", () => {
    expect(() => resolveConfig({ representatives: 2, algorithm: "em", revisions: [1] })).toThrow(
      "revisions: expected one for each of 2 representatives, got 1",
    );
    expect(() => resolveConfig({ representatives: 2, algorithm: "random", revisions: [0, 1] })).toThrow(
      'revisions: expected none unless algorithm is "em", got some for "random"',
    );
  });
});

afterAll(async () => {
  await rm(path, { recursive: true, force: true });
});
