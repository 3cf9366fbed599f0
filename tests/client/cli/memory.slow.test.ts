// A long run's memory is flat: the learner's and its server's.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { ENVIRONMENTS, tinySettings } from "../runs/support/settings.js";
import { eventually, processesIn, SEES_PROCESSES } from "./support/processes.js";
import { startCaucus } from "./support/program.js";
import { flagsOf, readRows } from "./support/runs.js";

const SECONDS = 240;
const SAMPLES_PER_SECOND = 4;
/** What a window's memory may differ by from one to the next: the garbage collector's moods. */
const GROWTH = 1.1;
const SLACK = 20 * 2 ** 20;

/** Bytes. */
function residentMemory(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return 1024 * Number(kilobytes);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

describe.runIf(SEES_PROCESSES).each(ENVIRONMENTS)("memory of %s", (env) => {
  it("is flat after the first third of a run", async () => {
    const cwd = await scratch();
    // More iterations than there is time for, small ones: what an iteration would leak counts most.
    const settings = tinySettings(env, "em", { transitions: 256 * 1_000_000, checkpointEvery: 50 });
    const run = startCaucus(cwd, ["train", "--out", "run", ...flagsOf(settings)]);
    await eventually(async () => expect((await readRows(join(cwd, "run"))).length).toBeGreaterThan(0));
    const samples = new Map([...processesIn(cwd).keys()].map((pid) => [pid, [] as number[]]));
    expect(samples.size).toBe(2);
    for (let i = 0; i < SECONDS * SAMPLES_PER_SECOND; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1000 / SAMPLES_PER_SECOND));
      for (const [pid, memory] of samples) memory.push(residentMemory(pid));
    }
    run.process.kill("SIGKILL");
    await run.ended;
    const windows = [...samples.values()].map((memory) => {
      const third = memory.length / 3;
      return { early: median(memory.slice(third, 2 * third)), late: median(memory.slice(2 * third)) };
    });
    for (const { early, late } of windows) expect(late).toBeLessThan(GROWTH * early + SLACK);
  });
});
