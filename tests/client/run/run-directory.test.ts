import "@tensorflow/tfjs";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Trajectories } from "../../../client/records/records.js";
import { createRunDirectory, openRunDirectory } from "../../../client/run/run-directory.js";
import { GAUSSIAN, tinyConfig } from "../support/problem.js";
import { contentsOf, tinyCheckpoint, tinyRow } from "../support/snapshots.js";

const CONFIG = tinyConfig(GAUSSIAN);
const never = (message: string) => expect.unreachable(message);

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "caucus-run-"));
  path = join(folder, "run");
});
afterEach(() => rmSync(folder, { recursive: true }));

const metrics = () => join(path, "metrics.jsonl");
const checkpoint = (name: string) => join(path, "checkpoints", name);

describe("creating a run", () => {
  it("writes its config, which opening it reads", async () => {
    await createRunDirectory(path, CONFIG);
    expect(await (await openRunDirectory(path)).readConfig()).toEqual(CONFIG);
  });

  it("takes a directory that is empty", async () => {
    await createRunDirectory(folder, CONFIG);
    expect(existsSync(join(folder, "config.json"))).toBe(true);
  });

  it("refuses one that is not, and leaves it alone", async () => {
    writeFileSync(join(folder, "thesis.txt"), "");
    await expect(createRunDirectory(folder, CONFIG)).rejects.toThrow(
      `${folder} is not empty: choose another --out, or go on with --resume --out ${folder}`,
    );
    expect(readdirSync(folder)).toEqual(["thesis.txt"]);
  });
});

it("opening what holds no run says so", async () => {
  await expect(openRunDirectory(path)).rejects.toThrow(`${path} holds no run: expected a config.json in it`);
});

it("a config that is not JSON is named", async () => {
  await createRunDirectory(path, CONFIG);
  writeFileSync(join(path, "config.json"), "{");
  const directory = await openRunDirectory(path);
  await expect(directory.readConfig()).rejects.toThrow(`${join(path, "config.json")}: expected JSON`);
});

describe("metrics", () => {
  async function withRows(...iterations: number[]) {
    const directory = await createRunDirectory(path, CONFIG);
    for (const iteration of iterations) await directory.appendMetrics(tinyRow(iteration));
    return directory;
  }

  it("are read as they were written", async () => {
    expect(await (await withRows(1, 2)).readMetrics()).toEqual([tinyRow(1), tinyRow(2)]);
  });

  it("are none before the first", async () => {
    expect(await (await withRows()).readMetrics()).toEqual([]);
  });

  it("are cut after an iteration", async () => {
    const directory = await withRows(1, 2, 3, 4);
    await directory.truncateMetrics(2);
    expect(await directory.readMetrics()).toEqual([tinyRow(1), tinyRow(2)]);
    expect(readFileSync(metrics(), "utf8").split("\n")).toHaveLength(3);
  });

  it("lose a last line that is half-written, say so, and go on behind the last that is whole", async () => {
    const directory = await withRows(1, 2);
    appendFileSync(metrics(), JSON.stringify(tinyRow(3)).slice(0, 15));
    const warn = vi.fn();
    expect(await directory.readMetrics(warn)).toEqual([tinyRow(1), tinyRow(2)]);
    expect(warn.mock.calls).toEqual([
      [`${metrics()}, line 3: expected a row of metrics, got the beginning of one: it is left out`],
    ]);
    await directory.truncateMetrics(2);
    await directory.appendMetrics(tinyRow(3));
    expect(await directory.readMetrics()).toEqual([tinyRow(1), tinyRow(2), tinyRow(3)]);
  });
});

describe("damaged metrics", () => {
  async function withLines(...lines: string[]) {
    const directory = await createRunDirectory(path, CONFIG);
    writeFileSync(metrics(), lines.join("\n"));
    return directory;
  }
  const row = (iteration: number) => JSON.stringify(tinyRow(iteration));

  it("have a last row that lacks only its end", async () => {
    const directory = await withLines(row(1), row(2));
    expect(await directory.readMetrics(never)).toEqual([tinyRow(1), tinyRow(2)]);
    await directory.truncateMetrics(2, never);
    expect(readFileSync(metrics(), "utf8")).toBe(`${row(1)}\n${row(2)}\n`);
  });

  it.each([
    ["{", "{"],
    ["", ""],
    ["null", "null"],
    ["\0\0\x1b[31m", "\\u{0}\\u{0}\\u{1b}[31m"],
    ["x".repeat(500), `${"x".repeat(40)}… (500 characters)`],
  ])("in a line before the last, %j, are an error that names it", async (line, shown) => {
    const directory = await withLines(row(1), line, row(3), "");
    await expect(directory.readMetrics()).rejects.toThrow(
      `${metrics()}, line 2: expected a row of metrics, got "${shown}": delete the line to go on without it`,
    );
  });

  it("that lack rows before a checkpoint say which, when the run goes on", async () => {
    const directory = await withLines(row(1), row(2), row(5), "");
    const warn = vi.fn();
    await directory.truncateMetrics(4, warn);
    expect(warn.mock.calls).toEqual([
      [
        `${metrics()}: expected a row for each of iterations 1 to 4, got none for 3, 4: the run goes on without`,
      ],
    ]);
    expect(await directory.readMetrics()).toEqual([tinyRow(1), tinyRow(2)]);
  });

  it("that lack many say some", async () => {
    const directory = await withLines(row(1), "");
    const warn = vi.fn();
    await directory.truncateMetrics(40, warn);
    expect(warn.mock.calls[0][0]).toContain("got none for 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …: the run");
  });
});

describe("event files", () => {
  const eventFiles = () => readdirSync(path).filter((name) => name.includes("tfevents"));

  it("are none before the first row, and one of a process that writes rows", async () => {
    const directory = await createRunDirectory(path, CONFIG);
    expect(eventFiles()).toEqual([]);
    await directory.appendMetrics(tinyRow(1));
    const [name] = eventFiles();
    const before = statSync(join(path, name)).size;
    await directory.appendMetrics(tinyRow(2));
    expect(eventFiles()).toEqual([name]);
    expect(statSync(join(path, name)).size).toBeGreaterThan(before);
  });

  it("are one more when the run goes on, which leaves the others alone", async () => {
    await (await createRunDirectory(path, CONFIG)).appendMetrics(tinyRow(1));
    const [first] = eventFiles();
    const bytes = readFileSync(join(path, first));
    await (await openRunDirectory(path)).appendMetrics(tinyRow(2));
    expect(eventFiles()).toHaveLength(2);
    expect(readFileSync(join(path, first))).toEqual(bytes);
  });

  it("that cannot be written are an error", async () => {
    const directory = await createRunDirectory(path, CONFIG);
    await directory.appendMetrics(tinyRow(1));
    const [name] = eventFiles();
    rmSync(join(path, name));
    mkdirSync(join(path, name));
    await expect(directory.appendMetrics(tinyRow(2))).rejects.toThrow(name);
  });
});

describe("checkpoints", () => {
  async function withCheckpoints(...iterations: number[]) {
    const directory = await createRunDirectory(path, CONFIG);
    for (const iteration of iterations) await directory.writeCheckpoint(tinyCheckpoint(iteration));
    return directory;
  }

  /** Makes one byte in the middle another. */
  function damage(name: string): void {
    const bytes = readFileSync(checkpoint(name));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(checkpoint(name), bytes);
  }

  it("are read back, the newest", async () => {
    const directory = await withCheckpoints(1, 2);
    expect(contentsOf((await directory.readCheckpoint(never))!)).toEqual(contentsOf(tinyCheckpoint(2)));
  });

  it("are none before the first", async () => {
    expect(await (await withCheckpoints()).readCheckpoint(never)).toBeUndefined();
  });

  it("are two at most, the newest of all", async () => {
    await withCheckpoints(5, 9, 10, 100);
    expect(readdirSync(join(path, "checkpoints")).sort()).toEqual([
      "iteration-000010.safetensors",
      "iteration-000100.safetensors",
    ]);
  });

  it("are left out where damaged, with a warning that says which", async () => {
    const directory = await withCheckpoints(7, 8);
    damage("iteration-000008.safetensors");
    const warn = vi.fn();
    expect((await directory.readCheckpoint(warn))!.learner.iteration).toBe(7);
    expect(warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^checkpoint iteration-000008\.safetensors is damaged \(.+\); trying the one before$/,
        ),
      ],
    ]);
  });

  it("that a crash left half-written are not mistaken for one", async () => {
    const directory = await withCheckpoints(7);
    writeFileSync(checkpoint("iteration-000008.safetensors.tmp"), "half");
    expect((await directory.readCheckpoint(never))!.learner.iteration).toBe(7);
  });

  it("are not written of a training that diverged", async () => {
    const directory = await withCheckpoints(7);
    const { learner, ...rest } = tinyCheckpoint(8);
    const { critic } = learner.state;
    const data = Float32Array.from(critic.theta.data as Float32Array).fill(Number.NaN, 0, 1);
    const state = { ...learner.state, critic: { ...critic, theta: { ...critic.theta, data } } };
    await expect(directory.writeCheckpoint({ ...rest, learner: { ...learner, state } })).rejects.toThrow(
      "iteration 8: training diverged, a parameter of the critic is NaN: try a smaller learningRate",
    );
    expect(readdirSync(join(path, "checkpoints"))).toEqual(["iteration-000007.safetensors"]);
  });

  it("that are all damaged are an error", async () => {
    const directory = await withCheckpoints(7, 8);
    damage("iteration-000007.safetensors");
    damage("iteration-000008.safetensors");
    const warn = vi.fn();
    await expect(directory.readCheckpoint(warn)).rejects.toThrow(
      `${join(path, "checkpoints")}: expected a checkpoint to go on from, got 2 that are all damaged`,
    );
    expect(warn).toHaveBeenCalledTimes(2);
  });
});

it("a summary and trajectories are read as they were written, and undefined before", async () => {
  const directory = await createRunDirectory(path, CONFIG);
  expect(await directory.readSummary()).toBeUndefined();
  expect(await directory.readTrajectories()).toBeUndefined();
  const trajectories: Trajectories = [
    {
      position: [
        [4, 2],
        [3, 2],
      ],
    },
    {},
  ];
  await directory.writeTrajectories(trajectories);
  await directory.writeSummary({ environment: "tiny" } as never);
  expect(await directory.readTrajectories()).toEqual(trajectories);
  expect(await directory.readSummary()).toEqual({ environment: "tiny" });
});
