import type { WorkerConnection } from "./connection.js";

/**
 * Ends a worker, or several, if some work takes too long.
 * @throws DeathError then, and what the work throws
 */
export async function within<T>(
  worker: Pick<WorkerConnection, "kill">,
  seconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const text = `no answer within ${seconds} s, so that it was given up`;
  const timer = setTimeout(() => worker.kill(text), 1000 * seconds);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
