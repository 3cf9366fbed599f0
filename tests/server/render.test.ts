import { expect, it } from "vitest";
import { DataType } from "../../proto/index.js";
import { discreteActions, mask, openSession } from "./support/session.js";
import { hostGrpc } from "./support/transports.js";

it("draws the environments of the mask, in order", async () => {
  const { service, close } = await hostGrpc({ workers: 2 });
  const session = await openSession(service);
  await session.reset();
  await session.step(discreteActions([0, 2, 3]));
  const draw = async (...entries: number[]) => {
    const value = { mask: entries.length === 0 ? undefined : mask(...entries) };
    return (await session.stream.request(session.next++, { $case: "render", value })).frames!;
  };
  const all = await draw();
  expect(all).toMatchObject({ dtype: DataType.DATA_TYPE_UINT8, shape: [3, 160, 160, 3] });
  const frame = 160 * 160 * 3;
  const two = await draw(1, 0, 1);
  expect(two.shape).toEqual([2, 160, 160, 3]);
  expect(Buffer.compare(two.data.subarray(0, frame), all.data.subarray(0, frame))).toBe(0);
  expect(Buffer.compare(two.data.subarray(frame), all.data.subarray(2 * frame))).toBe(0);
  expect(Buffer.compare(two.data.subarray(0, frame), two.data.subarray(frame))).not.toBe(0);
  await close();
});
