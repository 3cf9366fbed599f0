import { createRotation } from "./rotation.js";

/** Runs one task at a time; clients that have several waiting take turns. */
export interface FairQueue {
  /** @returns what the task gives */
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
