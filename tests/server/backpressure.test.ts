import { Duplex } from "node:stream";
import type { ServerDuplexStream } from "@grpc/grpc-js";
import { expect, it } from "vitest";
import type { InteractRequest, InteractResponse } from "../../proto/index.js";
import { createHandlers } from "../../server/grpc/handlers.js";
import type { HostedService } from "../../server/index.js";
import { silentLog } from "../../serving/base/log.js";
import { silentMeter } from "../../serving/base/meter.js";
import { createCallContext } from "../../serving/grpc/call-context.js";

/** A service that would answer forever, and a client that does not read. */
function startUnread() {
  const state = { made: 0, ended: false };
  async function* interact(): AsyncGenerator<InteractResponse> {
    try {
      while (true) yield { sequence: ++state.made, result: undefined };
    } finally {
      state.ended = true;
    }
  }
  const unread: (() => void)[] = [];
  const call = new Duplex({
    objectMode: true,
    read() {},
    write: (_chunk, _encoding, written) => void unread.push(written),
  });
  const service = { forCaller: () => ({ interact }) } as unknown as HostedService;
  const context = createCallContext(service.forCaller, silentLog, { identify: () => "" }, silentMeter);
  const handlers = createHandlers(context);
  Object.assign(call, { getAuthContext: () => ({}), getPeer: () => "127.0.0.1:1" });
  handlers.interact(call as unknown as ServerDuplexStream<InteractRequest, InteractResponse>);
  return { state, call, readOne: () => unread.shift()!() };
}

const turns = async () => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};

it("makes one response while another waits to be read, and no more", async () => {
  const { state, readOne } = startUnread();
  await turns();
  expect(state.made).toBe(2);
  readOne();
  await turns();
  expect(state.made).toBe(3);
});

it("stops when the client is gone", async () => {
  const { state, call } = startUnread();
  await turns();
  call.destroy();
  await turns();
  expect(state.ended).toBe(true);
});
