import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { grpcTransport, type TrainConfig } from "../../../client/index.js";
import { createRunDirectory } from "../../../client/run/run-directory.js";
import { scratch } from "../../client/runs/support/scratch.js";
import { tinyConfig } from "../../client/runs/support/settings.js";
import { trainIn } from "../../client/runs/support/train-run.js";

/** 8 environments of two representatives, 2 iterations. */
export const TUNNEL = { transitions: 64, batchSize: 32, minibatchSize: 32 };

/** What became of a run, and how many checkpoints it left. */
export interface TunnelRun {
  /** Undefined if it ended well. */
  readonly error: Error | undefined;
  readonly checkpoints: number;
}

/** Trains in a server's environment "tunnel". */
export async function trainInTunnel(address: string, more: Partial<TrainConfig> = {}): Promise<TunnelRun> {
  const config = { ...tinyConfig("tunnel", "em", TUNNEL), ...more };
  const transport = grpcTransport(address);
  onTestFinished(() => transport.close());
  const path = join(await scratch(), "run");
  const directory = await createRunDirectory(path, config);
  const error = await trainIn(directory, [transport], config).then(
    () => undefined,
    (reason: Error) => reason,
  );
  return { error, checkpoints: (await readdir(join(path, "checkpoints"))).length };
}
