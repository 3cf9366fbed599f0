import { expect, it } from "vitest";
import { createFairQueue } from "../../../server/threads/fair-queue.js";

/** Runs tasks that end when they are told to. @returns names of tasks, in the order in which they started */
function startAll(parallelism: number, tasks: readonly (readonly [client: string, name: string])[]) {
  const queue = createFairQueue(parallelism);
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  for (const [client, name] of tasks) {
    void queue.run(client, () => {
      started.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  }
  const end = async (name: string) => {
    ends.get(name)!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { started, end };
}

it("one task runs at a time, and clients take turns", async () => {
  const { started, end } = startAll(1, [
    ["ann", "a1"],
    ["ann", "a2"],
    ["ann", "a3"],
    ["bob", "b1"],
  ]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(started).toEqual(["a1"]);
  await end("a1");
  expect(started).toEqual(["a1", "a2"]);
  await end("a2");
  expect(started).toEqual(["a1", "a2", "b1"]);
  await end("b1");
  expect(started).toEqual(["a1", "a2", "b1", "a3"]);
});

it("as many tasks run at a time as it is told", async () => {
  const { started, end } = startAll(2, [
    ["ann", "a1"],
    ["ann", "a2"],
    ["ann", "a3"],
  ]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(started).toEqual(["a1", "a2"]);
  await end("a2");
  expect(started).toEqual(["a1", "a2", "a3"]);
});

it("a task that fails makes room for the next", async () => {
  const queue = createFairQueue();
  await expect(queue.run("ann", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await queue.run("ann", async () => 7)).toBe(7);
});
