import { expect, it } from "vitest";
import { createEnvironmentService, startServer } from "../../server/index.js";
import { connect } from "./support/grpc-service.js";
import { openSession, sessionRequest } from "./support/session.js";
import { rejection } from "./support/stream.js";

it("refuses new sessions and waits for running ones to be closed or to lose their streams", async () => {
  const service = createEnvironmentService({ workers: 0 });
  const [closed, ended, silent] = [
    await openSession(service),
    await openSession(service),
    await openSession(service),
  ];
  silent.stream.end();
  expect(await silent.stream.receive()).toBeUndefined();
  let drained = false;
  const draining = service.drain(1e6).then(() => {
    drained = true;
  });
  expect(await rejection(service.createSession(sessionRequest()))).toMatchObject({
    reason: "DRAINING",
    code: 14,
  });
  await closed.reset();
  await ended.reset();
  await closed.close();
  expect(drained).toBe(false);
  ended.stream.end();
  expect(await ended.stream.receive()).toBeUndefined();
  await draining;
});

it("ends the streams of sessions that are still running when the time is over", async () => {
  const server = await startServer({ port: 0, workers: 1, drainSeconds: 0 });
  const service = connect(server.address);
  const session = await openSession(service);
  await session.reset();
  await server.drain();
  expect(await rejection(session.stream.receive())).toMatchObject({ reason: "DRAINING", code: 14 });
  service.close();
});

it("says where it cannot listen", async () => {
  const server = await startServer({ port: 0, workers: 0 });
  const port = Number(server.address.split(":")[1]);
  await expect(startServer({ port, workers: 1 })).rejects.toThrow(
    `port: expected a free one on 127.0.0.1, got ${port}, which is in use (0 picks a free one)`,
  );
  await server.close();
});

it("refuses settings there are not, or that cannot be", () => {
  const config = (settings: object) => () => createEnvironmentService(settings);
  expect(config({ threads: 1 })).toThrow(/^config: expected only workers, .*, got "threads"$/);
  expect(config({ workers: -1 })).toThrow("workers: expected a whole number from 0 to 1024, got -1");
  expect(config({ maxLease: Number.NaN })).toThrow(
    "maxLease: expected a number from 0.001 to 2000000, got NaN",
  );
});
