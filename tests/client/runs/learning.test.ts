import { describe, expect, it } from "vitest";
import { inProcessHosts } from "./support/hosts.js";
import { tinyConfig } from "./support/settings.js";
import { trainRun } from "./support/train-run.js";

describe.each(["auto", "em", "end-to-end"] as const)("%s", (algorithm) => {
  // Welfare goes from about 10, that of random walks, to 25 or more.
  it.each([0, 1, 2])("learns Resource Gathering, seed %i", async (seed) => {
    const hosts = await inProcessHosts(0);
    const config = tinyConfig("resource-gathering", algorithm, {
      seed,
      transitions: 512 * 14,
      batchSize: 512,
      envsPerRepresentative: 8,
      minibatchSize: 128,
      epochs: 4,
      hiddenSizes: [64],
      learningRate: { start: 1e-3, end: 1e-3 },
      entropyCoefficient: { start: 5e-2, end: 5e-2 },
      utilityRate: 0.3,
      // A tile is worth nothing any more when an episode is cut at its hundredth step.
      bootstrapTruncated: false,
    });
    const rows = await (await trainRun(hosts, config)).readMetrics();
    await hosts.close();
    expect(rows.at(-1)!.welfare).toBeGreaterThan(1.5 * rows[0].welfare!);
  });
});
