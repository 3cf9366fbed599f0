/** A queue of messages, which its reader awaits. */
export interface MessageQueue<T> extends AsyncIterable<T> {
  put(message: T): void;
  /** Ends the iteration once all messages are read. */
  end(): void;
}

export function createMessageQueue<T>(): MessageQueue<T> {
  const messages: T[] = [];
  let ended = false;
  let wake = () => {};
  return {
    put(message) {
      messages.push(message);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        while (messages.length > 0) yield messages.shift() as T;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
