import { expect, it } from "vitest";
import { resolveConfig } from "../../../client/index.js";
import { inProcessHosts } from "./support/hosts.js";
import { trainRun } from "./support/train-run.js";

// The best two funds are worth about 7 % a year; weights begin near 0, where only exploring costs something.
it("funds learn to be worth their risk", async () => {
  const hosts = await inProcessHosts(0);
  const config = resolveConfig({
    ...{ env: "portfolio", agents: 20, representatives: 2, seed: 0 },
    transitions: 40 * 5120,
  });
  const rows = await (await trainRun(hosts, config)).readMetrics();
  await hosts.close();
  expect(rows[0].welfare!).toBeLessThan(1);
  for (const { welfare } of rows.slice(-5)) expect(welfare!).toBeGreaterThan(4);
});
