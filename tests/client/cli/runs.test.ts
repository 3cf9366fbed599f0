// What a user sees of the runs that there are.
import { appendFile, chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockDirectory } from "../../../client/base/lock.js";
import { scratch } from "../runs/support/scratch.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus } from "./support/program.js";
import { evaluatedAs, withRuns, writeRun } from "./support/written-runs.js";

const jsonOf = async (cwd: string, ...args: string[]) => {
  const { code, stdout, stderr } = await runCaucus(cwd, ["runs", ...args, "--json"]);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
};

describe("caucus runs", () => {
  it("tells runs that are finished, that were stopped and that are going on", async () => {
    const cwd = await withRuns({
      "em-2": { summary: evaluatedAs(86.123, 0.352) },
      "em-10": { iterations: 4, settings: { seed: 7 } },
      "grid/runs/auto": { iterations: 5, settings: { algorithm: "auto", representatives: 2 } },
      again: { iterations: 6, summary: { ...evaluatedAs(1, 1), transitions: 2048, finished: false } },
    });
    const lock = await lockDirectory(join(cwd, "runs/grid/runs/auto"));
    const { code, stdout, stderr } = await runCaucus(cwd, ["runs"]);
    lock.release();
    expect(code, stderr).toBe(0);
    expect(stdout).toBe(
      [
        "run                  environment         algorithm  k   n  seed  state     iterations  welfare",
        "runs/again           resource-gathering  em         3  25     0  stopped         6/10  60.00 so far",
        "runs/em-2            resource-gathering  em         3  25     0  finished       10/10  86.12 ± 0.35",
        "runs/em-10           resource-gathering  em         3  25     7  stopped         4/10  40.00 so far",
        "runs/grid/runs/auto  resource-gathering  auto       2  25     0  going on        5/10  50.00 so far",
        "",
      ].join("\n"),
    );
  });

  it("prints JSON, of a directory that is a run itself", async () => {
    const cwd = await withRuns({ one: { summary: evaluatedAs(86, 0.5), settings: { seed: 3 } } });
    // Neither a pretraining nor what is hidden is a run of its own.
    await writeRun(join(cwd, "runs/one/pretraining"));
    await writeRun(join(cwd, "runs/.trash/two"));
    const [run, ...others] = await jsonOf(cwd, "runs/one");
    expect(await jsonOf(cwd)).toEqual([run]);
    expect(others).toEqual([]);
    expect(run).toEqual({
      path: "runs/one",
      environment: "resource-gathering",
      algorithm: "em",
      representatives: 3,
      agents: 25,
      seed: 3,
      state: "finished",
      reason: null,
      iterations: 10,
      plannedIterations: 10,
      welfare: 86,
      welfareStandardError: 0.5,
    });
  });

  it("lists a run that has not begun, and one whose process has ended", async () => {
    const cwd = await withRuns({ begun: {}, killed: { iterations: 3 } });
    await rm(join(cwd, "runs/begun/metrics.jsonl"));
    // A process with this id there cannot be.
    await writeFile(join(cwd, "runs/killed", `.lock.4194999.1.${hostname()}`), "");
    expect(await jsonOf(cwd)).toMatchObject([
      { path: "runs/begun", state: "stopped", iterations: 0, welfare: null, agents: null },
      { path: "runs/killed", state: "stopped", iterations: 3, welfare: 30 },
    ]);
  });

  const damages: [string, string, (run: string) => Promise<void>][] = [
    [
      "no config",
      "runs/bad holds no run: expected a config.json in it",
      (run) => rm(join(run, "config.json")),
    ],
    [
      "half a config",
      "runs/bad/config.json: expected JSON, got ",
      (run) => writeFile(join(run, "config.json"), '{"env": "half'),
    ],
    [
      "a config that is none",
      "runs/bad/config.json: expected settings by name, got null",
      (run) => writeFile(join(run, "config.json"), "null"),
    ],
    [
      "settings of another program",
      "sed: unknown setting; did you mean seed?",
      (run) => writeFile(join(run, "config.json"), '{"sed": 1}'),
    ],
    [
      "rows that are none",
      'runs/bad/metrics.jsonl, last line: expected a row of metrics, got "garbage"',
      (run) => appendFile(join(run, "metrics.jsonl"), "garbage\n"),
    ],
    [
      "half a summary",
      "runs/bad/summary.json: expected JSON, got ",
      (run) => writeFile(join(run, "summary.json"), '{"welfare":'),
    ],
    [
      "a summary that is none",
      "runs/bad/summary.json: expected what a run came to, got something else",
      (run) => writeFile(join(run, "summary.json"), "[1]"),
    ],
    [
      "half of what is in a summary",
      "runs/bad/summary.json: expected what a run came to, got something else",
      (run) => writeFile(join(run, "summary.json"), '{"welfare": {"mean": 1}, "assignment": []}'),
    ],
    [
      "a folder for its rows",
      "runs/bad/metrics.jsonl: expected a file that can be read, got a directory",
      async (run) => {
        await rm(join(run, "metrics.jsonl"));
        await mkdir(join(run, "metrics.jsonl"));
      },
    ],
  ];
  it("lists damaged runs with the reason, among others", async () => {
    const cwd = await withRuns({ bad: { summary: evaluatedAs(86, 0.5) }, good: {} });
    const run = join(cwd, "runs/bad");
    for (const [what, reason, damage] of damages) {
      await writeRun(run, { summary: evaluatedAs(86, 0.5) });
      await damage(run);
      const [bad, good] = await jsonOf(cwd);
      expect(bad, what).toMatchObject({ path: "runs/bad", state: "unreadable" });
      expect(bad.reason, what).toContain(reason);
      expect(good, what).toMatchObject({ path: "runs/good", state: "stopped", reason: null });
    }
    const { code, stdout } = await runCaucus(cwd, ["runs"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^runs\/bad +resource-gathering +em .* unreadable /m);
    expect(stdout).toMatch(/^runs\/bad: .*runs\/bad\/metrics\.jsonl/m);
  });

  it("survives a row with other things in it", async () => {
    const cwd = await withRuns({ odd: {} });
    await appendFile(
      join(cwd, "runs/odd/metrics.jsonl"),
      '{"iteration": 11, "welfare": "high", "assignment": 3}\n',
    );
    const { code, stdout } = await runCaucus(cwd, ["runs"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^runs\/odd .* – +0 +stopped +11\/10 +–$/m);
  });

  it.skipIf(process.getuid?.() === 0)("lists a folder that it may not read", async () => {
    const cwd = await withRuns({ good: {} });
    await mkdir(join(cwd, "runs/closed"));
    await chmod(join(cwd, "runs/closed"), 0);
    expect(await jsonOf(cwd)).toMatchObject([
      { path: "runs/good", state: "stopped" },
      {
        path: "runs/closed",
        state: "unreadable",
        reason: "expected a folder that can be read, got no permission",
      },
    ]);
  });

  it("reads a thousand runs in a few seconds", async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `run-${i}`);
    const cwd = await withRuns(Object.fromEntries(names.map((name) => [name, { iterations: 5 }])));
    const start = performance.now();
    const runs: { path: string }[] = await jsonOf(cwd);
    // A few seconds where nothing else runs beside it.
    expect((performance.now() - start) / 1000).toBeLessThan(20);
    expect(runs.map(({ path }) => path)).toEqual(names.map((name) => join("runs", name)));
  });

  it("says so where there is no run", async () => {
    const cwd = await scratch();
    await mkdir(join(cwd, "empty"));
    expect(await runCaucus(cwd, ["runs", "empty"])).toMatchObject({
      code: 0,
      stdout: "no runs below empty\n",
    });
    expect(await jsonOf(cwd, "empty")).toEqual([]);
  });

  it.each<[string[], string, number]>([
    [["runs", "nowhere"], "nowhere: expected a directory with runs, got no such directory", 2],
    [["runs", "--jsn"], "Unknown argument: --jsn. Did you mean --json?", 1],
    [["runs", "a", "b"], "Unknown argument: b", 1],
    [["rusn"], "Unknown command: rusn. Did you mean runs?", 1],
  ])("refuses %j", async (args, sentence, code) => {
    await expectRefusal(await scratch(), args, sentence, code);
  });
});
