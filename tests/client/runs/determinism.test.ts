// The same seed gives the same run, whatever carries its messages and however many threads and servers step.
import { describe, expect, it } from "vitest";
import type { Algorithm } from "../../../client/index.js";
import { grpcHosts, type Hosts, inProcessHosts } from "./support/hosts.js";
import { ENVIRONMENTS, tinyConfig } from "./support/settings.js";
import { referenceRows, rowsOf, type TimelessRow, trainRun } from "./support/train-run.js";

const HOSTS: [string, () => Promise<Hosts>][] = [
  ["in process, 1 worker", () => inProcessHosts(1)],
  ["in process, 2 workers", () => inProcessHosts(2)],
  ["over gRPC, 2 workers", () => grpcHosts(2)],
  ["over gRPC, 2 servers without workers", () => grpcHosts(0, 0)],
  ["over gRPC, 2 servers of 1 and 2 workers", () => grpcHosts(1, 2)],
];

/** Em does nothing that auto does not. */
const ALGORITHMS: Algorithm[] = ["auto", "end-to-end"];
const RUNS = ENVIRONMENTS.flatMap((env) => ALGORITHMS.map((algorithm) => ({ env, algorithm })));

describe.each(RUNS)("$env, $algorithm", ({ env, algorithm }) => {
  const config = tinyConfig(env, algorithm, { transitions: 1024 });
  let reference: TimelessRow[];

  it("is the same each time", async () => {
    reference = await referenceRows(config);
    expect(reference).toHaveLength(4);
    expect(await referenceRows(config)).toEqual(reference);
  });

  if (env === "half-cheetah" && algorithm === "auto") {
    it("makes exchanges", () => {
      expect(reference.reduce((sum, row) => sum + row.exchanges, 0)).toBeGreaterThan(0);
    });
  }

  it.each(HOSTS)("is the same %s", async (_, host) => {
    const hosts = await host();
    try {
      const directory = await trainRun(hosts, config);
      expect(await rowsOf(directory)).toEqual(reference);
    } finally {
      await hosts.close();
    }
  });

  it("is another with another seed", async () => {
    const rows = await referenceRows(tinyConfig(env, algorithm, { seed: 12, transitions: 512 }));
    rows.forEach((row, i) => {
      expect(row.policy_loss).not.toBe(reference[i].policy_loss);
      expect(row.welfare).not.toBe(reference[i].welfare);
    });
  });
});
