import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CheckTheorem, theoremExperiment } from "../../../client/experiments/theorem-1.js";
import { scratch } from "../runs/support/scratch.js";

const holds: CheckTheorem = (instances) => ({
  instances,
  violations: 0,
  largestDecrease: 0,
  curves: [{ welfare: [1, 2, 2] }, { welfare: [0, 3] }],
});

describe("theoremExperiment", () => {
  it("writes what was found at each seed", async () => {
    const out = join(await scratch(), "theorem");
    const files = await theoremExperiment(holds, {
      name: "theorem-1",
      seeds: 2,
      scale: 0.05,
      out,
      command: "caucus experiment",
    });
    expect((await readdir(out)).map((name) => join(out, name)).sort()).toEqual([...files].sort());
    expect(await readFile(join(out, "summary.csv"), "utf8")).toBe(
      "experiment,seed,instances,violations,largest_decrease\ntheorem-1,0,50,0,0\ntheorem-1,1,50,0,0\n",
    );
    const html = await readFile(join(out, "report.html"), "utf8");
    expect(html).toContain("100 random instances over 2 seeds");
    expect(html).toContain("welfare never fell");
  });

  it("says so if welfare fell", async () => {
    const out = await scratch();
    const fails: CheckTheorem = (n, seed) => ({
      ...holds(n, seed),
      violations: seed,
      largestDecrease: 0.25 * seed,
    });
    await theoremExperiment(fails, { name: "theorem-1", seeds: 3, scale: 0.001, out, command: "" });
    expect(await readFile(join(out, "report.html"), "utf8")).toContain("welfare fell 3 times, by up to 0.5");
  });

  it.each([
    [{ scale: 0 }, "--scale: expected a number above 0, got 0"],
    [{ seeds: 0 }, "--seeds: expected a whole number from 1, got 0"],
  ])("refuses %j", async (more, sentence) => {
    const request = { name: "theorem-1", scale: 1, out: "nowhere", command: "", ...more };
    await expect(theoremExperiment(holds, request)).rejects.toThrow(sentence);
  });
});
