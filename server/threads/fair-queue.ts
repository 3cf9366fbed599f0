import { createRotation } from "./rotation.js";

/** Runs one task at a time. Clients with several waiting tasks take turns. */
export interface FairQueue {
  /** @returns the task's result */
  run<T>(client: string, task: () => Promise<T>): Promise<T>;
}

export function createFairQueue(): FairQueue {
  const rotation = createRotation<() => void>();
  let busy = false;

  function startNext(): void {
    const start = rotation.take();
    busy = start !== undefined;
    start?.();
  }

  return {
    async run(client, task) {
      await new Promise<void>((resolve) => {
        rotation.put(client, resolve);
        if (!busy) startNext();
      });
      try {
        return await task();
      } finally {
        startNext();
      }
    },
  };
}
