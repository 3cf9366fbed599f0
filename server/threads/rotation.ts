/** A queue from which clients take turns. The entries of one client keep their order. */
export interface Rotation<T> {
  readonly isEmpty: boolean;
  put(client: string, item: T): void;
  /** @returns undefined if nothing waits */
  take(): T | undefined;
}

export function createRotation<T>(): Rotation<T> {
  /** Entries by client; the client whose turn it is comes first. */
  const waiting = new Map<string, T[]>();
  return {
    get isEmpty() {
      return waiting.size === 0;
    },
    put(client, item) {
      const items = waiting.get(client);
      if (items === undefined) waiting.set(client, [item]);
      else items.push(item);
    },
    take() {
      const [first] = waiting;
      if (first === undefined) return undefined;
      const [client, items] = first;
      const item = items.shift();
      waiting.delete(client);
      if (items.length > 0) waiting.set(client, items);
      return item;
    },
  };
}
