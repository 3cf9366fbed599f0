// What can go wrong with the runs of an experiment.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  experimentScratch,
  RUNS,
  readStatuses,
  runPath,
  tinyExperiment,
  writeRecord,
} from "./support/experiments.js";
import { eventually, processesIn } from "./support/processes.js";
import { runCaucus, startCaucus } from "./support/program.js";
import { readRows } from "./support/runs.js";

it("reports the others of a run that is lost, names it, and tries it again", async () => {
  const cwd = await experimentScratch();
  await writeRecord(cwd, 0.001);
  await mkdir(runPath(cwd, RUNS[0]), { recursive: true });
  await writeFile(join(runPath(cwd, RUNS[0]), "config.json"), "no JSON");

  const ended = await runCaucus(cwd, tinyExperiment(0.001, 2));
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(new RegExp(`^lost ${RUNS[0]}: .*config.json: expected JSON, got `, "m"));
  expect(ended.stderr).toContain("1 of 2 runs failed. Try them again with: caucus experiment fig2-welfare ");
  expect(await readStatuses(cwd)).toEqual(["lost", "finished"]);
  expect(await readFile(join(cwd, "out", "summary.md"), "utf8")).toContain(`- Failed: ${RUNS[0]} (`);

  await rm(join(runPath(cwd, RUNS[0]), "config.json"));
  expect(await runCaucus(cwd, tinyExperiment(0.001))).toMatchObject({ code: 0 });
  expect(await readStatuses(cwd)).toEqual(["finished", "finished"]);
});

it("names the signal that killed a run", async () => {
  const cwd = await experimentScratch();
  const started = startCaucus(cwd, tinyExperiment(0.02, 2));
  await eventually(async () => expect((await readRows(runPath(cwd, RUNS[0]))).length).toBeGreaterThan(0));
  const [pid] = [...processesIn(cwd)].find(([, command]) =>
    command.includes(`train --out out/runs/${RUNS[0]}`),
  )!;
  process.kill(pid, "SIGKILL");
  expect(await started.ended).toMatchObject({ code: 1 });
  expect(started.stderr()).toContain(`lost ${RUNS[0]}: killed by SIGKILL\n`);
  expect(await readStatuses(cwd)).toEqual(["lost", "finished"]);
});

it("leaves no process behind when it is killed", async () => {
  const cwd = await experimentScratch();
  const started = startCaucus(cwd, tinyExperiment(1, 2));
  await eventually(async () => {
    for (const name of RUNS) expect((await readRows(runPath(cwd, name))).length).toBeGreaterThan(0);
  });
  started.process.kill("SIGKILL");
  await started.ended;
  await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
});

it("trains committees, and evaluates them on tasks they have not seen", async () => {
  const cwd = await experimentScratch({ batchSize: 256, epochs: 1, hiddenSizes: [16] });
  const args = ["experiment", "committee-clusterings", "--frames", 6_000_000, "--seeds", 1, "--scale", 1e-6];
  const methods = ["--algorithms", "gradient", "dbscan", "end-to-end"];
  const { code, stderr } = await runCaucus(cwd, [
    ...args,
    ...methods,
    ...["--config", "settings.yaml", "--out", "out", "--jobs", 2],
  ]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const summary = await readFile(join(cwd, "out", "summary.md"), "utf8");
  for (const method of methods.slice(1))
    expect(summary).toMatch(new RegExp(`^\\| ${method} \\| .*-\\d`, "m"));
  const rows = (await readFile(join(cwd, "out", "choices.csv"), "utf8")).trim().split("\n");
  expect(rows).toHaveLength(1 + 3 * 3);
});
