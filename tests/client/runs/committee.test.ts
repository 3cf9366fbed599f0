// A committee in a run: with agents for whom nothing is trained, and broken off.
import { expect, it } from "vitest";
import { openRunDirectory } from "../../../client/index.js";
import { inProcessHosts } from "./support/hosts.js";
import { tinyConfig } from "./support/settings.js";
import { referenceRows, resumeRun, rowsOf, trainRun } from "./support/train-run.js";

const config = tinyConfig("half-cheetah", "committee", {
  agents: null,
  agentParameters: [0, 0.2, 0.4, 2, 2.2, 4],
  epsilon: 0.2,
});

it("trains with an agent that is in no cluster, and goes on where it broke off", async () => {
  const reference = await referenceRows(config);
  for (const row of reference) {
    expect(row.assignment).toEqual([0, 0, 0, 1, 1, 1]);
    for (const loss of [row.policy_loss, row.value_loss, row.entropy, row.approx_kl])
      expect(Number.isFinite(loss)).toBe(true);
  }
  const hosts = await inProcessHosts(0);
  try {
    const stop = new AbortController();
    const onIteration = ({ iteration }: { iteration: number }) => void (iteration === 3 && stop.abort());
    const { path } = await trainRun(hosts, config, { onIteration, signal: stop.signal });
    const directory = await openRunDirectory(path);
    expect(await rowsOf(directory)).toEqual(reference.slice(0, 3));
    await resumeRun(path, hosts);
    expect(await rowsOf(directory)).toEqual(reference);
  } finally {
    await hosts.close();
  }
});
