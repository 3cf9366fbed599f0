/** Runs asynchronous tasks one after the other, as both ends of a stream do, whose requests have an order. */
export interface TaskQueue {
  /** Whether a task runs or waits. */
  readonly busy: boolean;
  /** @returns what the task gives, once those before it are done, however they ended */
  run<T>(task: () => Promise<T> | T): Promise<T>;
}

export function createTaskQueue(): TaskQueue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    get busy() {
      return waiting > 0;
    },
    run(task) {
      waiting++;
      const result = last.then(task).finally(() => waiting--);
      last = result.catch(() => {});
      return result;
    },
  };
}
