// A client that asks and does not listen.
import { expect, it, onTestFinished } from "vitest";
import { connect } from "../server/support/grpc-service.js";
import { sessionRequest } from "../server/support/session.js";
import { startObservedServer } from "./support/observed-server.js";
import { playAt } from "./support/play.js";

const REQUESTS = 3000;
/** Their pictures are a reply of 0.6 MB: the server keeps eight, and has two more under way. */
const ENVIRONMENTS = 8;

it("a client that does not read its replies costs the server a few of them, not all", async () => {
  const server = await startObservedServer({ workers: 1 });
  onTestFinished(() => server.close());
  const service = connect(server.address);
  onTestFinished(() => service.close());
  await playAt(server.address, 20);
  const { sessionId } = await service.createSession(sessionRequest({ numEnvironments: ENVIRONMENTS }));
  const before = await server.measure();
  const call = service.client.interact();
  call.on("error", () => {});
  call.write({ sequence: 0, action: { $case: "attach", value: { sessionId } } });
  call.write({ sequence: 1, action: { $case: "reset", value: { mask: undefined, seed: undefined } } });
  for (let i = 0; i < REQUESTS; i++) {
    call.write({ sequence: 2 + i, action: { $case: "render", value: { mask: undefined } } });
  }
  // Served beside it, and for long enough to have answered it, were it to be answered.
  await playAt(server.address, 1000);
  const { bytes } = await server.measure();
  call.cancel();
  expect((bytes - before.bytes) / 2 ** 20).toBeLessThan(16);
});
