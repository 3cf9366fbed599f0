import type { WorkerConnection } from "./connection.js";

/**
 * Ends a worker that takes too long for some work.
 * @throws DeathError then, and what the work throws
 */
export async function within<T>(
  connection: WorkerConnection,
  seconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const text = `no answer within ${seconds} s, so that it was given up`;
  const timer = setTimeout(() => connection.kill(text), 1000 * seconds);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
