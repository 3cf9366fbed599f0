/** Runs asynchronous tasks one after the other. Both ends of a stream use it, since requests have an order. */
export interface TaskQueue {
  /** Whether a task is running or waiting. */
  readonly busy: boolean;
  /** @returns the task's result; the task starts once all earlier tasks have settled */
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
