import { join } from "node:path";
import { expect, it } from "vitest";
import { leftStreams, openProgress } from "../../../policies/audit/progress.js";
import { scratch } from "../../client/runs/support/scratch.js";

it("holds the steps of streams that were left open", async () => {
  const path = join(await scratch(), "streams.bin");
  expect(leftStreams(path).size).toBe(0);
  const progress = openProgress(path);
  const [first, second, third] = [progress.open(), progress.open(), progress.open()];
  first.add(3);
  second.add(2 ** 40);
  first.add(4);
  third.add(1);
  third.close();
  const fourth = progress.open();
  fourth.add(9);
  expect(leftStreams(path)).toEqual(
    new Map([
      [first.stream, 7],
      [second.stream, 2 ** 40],
      [fourth.stream, 9],
    ]),
  );
  expect(first.steps).toBe(7);
  progress.close();
  const again = openProgress(path);
  expect(leftStreams(path).size).toBe(0);
  expect(again.open().stream).not.toBe(first.stream);
  again.close();
});
