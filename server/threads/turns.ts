import { createRotation } from "./rotation.js";

/** How clients' calls share a thread: in slices, by turns. */
export interface Turns {
  /**
   * Gives way to other clients, to other calls of this one, and to calls that have come meanwhile.
   * @param client - whose work it is
   * @returns when it is this call's turn again
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
        // Between two of these, Node takes in what came from outside.
        if (rotation.isEmpty) setImmediate(goOn);
        rotation.put(client, resolve);
      }),
  };
}
