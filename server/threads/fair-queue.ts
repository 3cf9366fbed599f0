import { createRotation } from "./rotation.js";

/** Runs a few tasks at a time. Clients with several waiting tasks take turns. */
export interface FairQueue {
  /** @returns the task's result */
  run<T>(client: string, task: () => Promise<T>): Promise<T>;
}

/** @param parallelism - how many tasks run at a time */
export function createFairQueue(parallelism = 1): FairQueue {
  const rotation = createRotation<() => void>();
  let running = 0;

  function startNext(): void {
    if (running === parallelism || rotation.isEmpty) return;
    running++;
    rotation.take()!();
  }

  return {
    async run(client, task) {
      await new Promise<void>((resolve) => {
        rotation.put(client, resolve);
        startNext();
      });
      try {
        return await task();
      } finally {
        running--;
        startNext();
      }
    },
  };
}
