import { connectWorker, type WorkerConnection } from "../python/connection.js";
import { eachRange } from "./each-range.js";
import { splitRows } from "./split-rows.js";

/** The processes of a shard, each with a range of its environments. */
export interface ProcessGroup {
  readonly numProcesses: number;
  /**
   * Calls every process, and waits until all have answered, so that none is still at work when one has failed.
   * @param call - from … to − 1 are the process's environments
   */
  each<T>(call: (worker: WorkerConnection, from: number, to: number) => Promise<T>): Promise<T[]>;
  /** Ends all processes at once. @param reason - the error of requests that they are carrying out */
  kill(reason?: string): void;
}

/**
 * Connects to processes of their own for environments.
 * @param socket - the path of the socket that makes processes
 * @param numProcesses - at most; each has one environment at least
 * @throws DeathError if one is not there
 */
export async function connectProcesses(
  socket: string,
  numEnvs: number,
  numProcesses: number,
): Promise<ProcessGroup> {
  const ranges = splitRows(numEnvs, numProcesses);
  const connecting = ranges.map(() => connectWorker(socket));
  const connected = await Promise.allSettled(connecting);
  const workers = connected.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const kill = (reason?: string) => {
    for (const worker of workers) worker.kill(reason);
  };
  if (workers.length < ranges.length) kill();
  await Promise.all(connecting);
  return {
    numProcesses: ranges.length,
    each: (call) => eachRange(workers, ranges, call),
    kill,
  };
}
