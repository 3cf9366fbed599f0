import { createRotation } from "./rotation.js";

/** Lets clients' calls share a thread, in slices and by turns. */
export interface Turns {
  /**
   * Yields to other clients, to other calls of this client, and to calls that arrived in the meantime.
   * @param client - the client that the work is for
   * @returns a promise that resolves when it is this call's turn again
   */
  next(client: string): Promise<void>;
}

export function createTurns(): Turns {
  const rotation = createRotation<() => void>();

  function goOn(): void {
    const resume = rotation.take();
    if (!rotation.isEmpty) setImmediate(goOn);
    resume?.();
  }

  return {
    next: (client) =>
      new Promise((resolve) => {
        // setImmediate lets Node process incoming messages in between.
        if (rotation.isEmpty) setImmediate(goOn);
        rotation.put(client, resolve);
      }),
  };
}
