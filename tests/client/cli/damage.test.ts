// What a crash, a bad disk or a curious user may leave of a run, and what --resume makes of it.
import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRunDirectory, openRunDirectory } from "../../../client/index.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { makeScratch, scratch } from "../runs/support/scratch.js";
import { tinyConfig } from "../runs/support/settings.js";
import { rowsOf, type TimelessRow, trainIn } from "../runs/support/train-run.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus } from "./support/program.js";
import { readTimelessRows } from "./support/runs.js";

const RESUME = ["train", "--resume", "--out", "."];
const NEWEST = "checkpoints/iteration-000006.safetensors";
const BEFORE = "checkpoints/iteration-000004.safetensors";

/** Changes one byte at a share of the file's length. */
async function flipByte(path: string, share: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[Math.floor(share * (bytes.length - 1))] ^= 0x10;
  await writeFile(path, bytes);
}

describe("a damaged run", () => {
  let template: string;
  let reference: TimelessRow[];

  beforeAll(async () => {
    template = await makeScratch();
    const hosts = await inProcessHosts(0);
    const config = tinyConfig("half-cheetah", "em");
    const directory = await createRunDirectory(template, config);
    await trainIn(directory, hosts.transports, config);
    await hosts.close();
    reference = await rowsOf(directory);
  });
  afterAll(() => rm(template, { recursive: true, force: true }));

  async function copyOfRun(): Promise<string> {
    const copy = await scratch();
    await cp(template, copy, { recursive: true });
    return copy;
  }

  it("with its newest checkpoint damaged goes on from the one before, and says so", async () => {
    const run = await copyOfRun();
    await flipByte(join(run, NEWEST), 0.5);
    const { code, stderr } = await runCaucus(run, RESUME);
    expect(code, stderr).toBe(0);
    const said =
      "checkpoint iteration-000006.safetensors is damaged (its checksum does not match); trying the one before";
    expect(stderr).toContain(`${said}\n`);
    expect(await readTimelessRows(run)).toEqual(reference);
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ["empty", (path) => truncate(path, 0)],
    ["cut short", (path) => truncate(path, 5000)],
    ["changed in the header's length", (path) => flipByte(path, 0)],
    ["changed in the arrays", (path) => flipByte(path, 0.9)],
    ["of something else", (path) => writeFile(path, "not a checkpoint, but of some length")],
    ...[0.02, 0.1, 0.2, 0.3].map((share): [string, (path: string) => Promise<void>] => [
      `changed at ${share} of its length`,
      (path) => flipByte(path, share),
    ]),
  ])("with its newest checkpoint %s falls back to the one before", async (_, damage) => {
    const run = await copyOfRun();
    await damage(join(run, NEWEST));
    const warnings: string[] = [];
    const checkpoint = await (await openRunDirectory(run)).readCheckpoint((text) => warnings.push(text));
    expect(checkpoint?.learner.iteration).toBe(4);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^checkpoint iteration-000006\.safetensors is damaged \(.*\); trying the one before$/,
      ),
    ]);
  });

  it("with a row and a checkpoint that were being written goes on", async () => {
    const run = await copyOfRun();
    await rm(join(run, NEWEST));
    await writeFile(join(run, `${NEWEST}.tmp`), "half of");
    await truncate(join(run, "metrics.jsonl"), (await readFile(join(run, "metrics.jsonl"))).length - 100);
    expect(await runCaucus(run, RESUME)).toMatchObject({ code: 0 });
    expect(await readTimelessRows(run)).toEqual(reference);
    expect((await readdir(join(run, "checkpoints"))).sort()).toEqual(
      [BEFORE, NEWEST].map((path) => path.replace("checkpoints/", "")),
    );
  });

  it("with missing rows before its newest checkpoint goes on, and says which are lost", async () => {
    const run = await copyOfRun();
    await rm(join(run, NEWEST));
    const rows = (await readFile(join(run, "metrics.jsonl"), "utf8")).split("\n");
    await writeFile(join(run, "metrics.jsonl"), `${rows.slice(0, 3).join("\n")}\n${rows[3].slice(0, 90)}`);
    const { code, stderr } = await runCaucus(run, RESUME);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(
      "metrics.jsonl: expected a row for each of iterations 1 to 4, got none for 4: the run goes on without\n",
    );
    expect(await readTimelessRows(run)).toEqual(reference.filter(({ iteration }) => iteration !== 4));
  });

  it("with an invalid row amid others is left as it is", async () => {
    const run = await copyOfRun();
    const rows = (await readFile(join(run, "metrics.jsonl"), "utf8")).split("\n");
    await writeFile(join(run, "metrics.jsonl"), rows.with(2, '{"iteration": 3, "wel').join("\n"));
    const sentence =
      'metrics.jsonl, line 3: expected a row of metrics, got "{"iteration": 3, "wel": delete the line to go on without it';
    const { code, stderr } = await runCaucus(run, RESUME);
    expect(stderr).toContain(`caucus: ${sentence}`);
    expect(code).toBe(1);
  });

  it.runIf(existsSync("/dev/full"))("on a full disk says where, and how much it needed", async () => {
    const run = await copyOfRun();
    await mkdir(join(run, "policies"));
    await symlink("/dev/full", join(run, "policies", "representative-1.onnx.tmp"));
    const { code, stderr } = await runCaucus(run, ["export", "--run", "."]);
    expect(stderr).toMatch(/^caucus: policies: expected room for [\d.]+ kB more, got a full disk\n$/);
    expect(code).toBe(1);
    await rm(join(run, NEWEST));
    await symlink("/dev/full", join(run, `${NEWEST}.tmp`));
    const resumed = await runCaucus(run, RESUME);
    expect(resumed.stderr).toMatch(
      /\ncaucus: checkpoints: expected room for [\d.]+ kB more, got a full disk; go on with: caucus train --resume --out \.\n$/,
    );
    expect(resumed.code).toBe(1);
  });

  it("without any checkpoint starts again, and says so", async () => {
    const run = await copyOfRun();
    for (const path of [NEWEST, BEFORE]) await rm(join(run, path));
    const { code, stderr } = await runCaucus(run, RESUME);
    expect(code).toBe(0);
    expect(stderr).toContain(". holds no checkpoint yet: starting from the beginning\n");
    expect(await readTimelessRows(run)).toEqual(reference);
  });

  it("with all checkpoints damaged is left as it is", async () => {
    const run = await copyOfRun();
    for (const path of [NEWEST, BEFORE]) await truncate(join(run, path), 3);
    const damaged = (name: string) =>
      `checkpoint ${name} is damaged (expected a safetensors file, got 3 bytes)`;
    const sentence = `${join(".", "checkpoints")}: expected a checkpoint to go on from, got 2 that are all damaged`;
    for (const args of [RESUME, ["evaluate", "--run", "."]]) {
      const { code, stderr } = await runCaucus(run, args);
      expect(stderr).toBe(
        `${damaged("iteration-000006.safetensors")}; trying the one before\n` +
          `${damaged("iteration-000004.safetensors")}\ncaucus: ${sentence}\n`,
      );
      expect(code).toBe(1);
    }
    expect(await readTimelessRows(run)).toEqual(reference);
  });

  it("with a config that is no JSON is refused", async () => {
    const run = await copyOfRun();
    await appendFile(join(run, "config.json"), "}");
    const { stderr, code } = await runCaucus(run, RESUME);
    expect(stderr).toMatch(/^caucus: config\.json: expected JSON, got .*\n$/);
    expect(code).toBe(1);
  });

  it("with an unknown setting is refused", async () => {
    const run = await copyOfRun();
    const config = JSON.parse(await readFile(join(run, "config.json"), "utf8"));
    await writeFile(join(run, "config.json"), JSON.stringify({ ...config, discount: -1 }));
    await expectRefusal(run, RESUME, "discount: expected number to be >=0, got -1", 2);
  });
});
