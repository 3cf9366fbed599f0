import { expect, it } from "vitest";
import { DeathError } from "../../../server/base/death-error.js";
import { connectWorker, UnservableError } from "../../../server/python/connection.js";
import { Kind, Outcome } from "../../../server/python/messages.js";
import { within } from "../../../server/python/within.js";
import { reply, workerThat } from "./support.js";

it("a request is answered with the reply's body", async () => {
  const worker = await workerThat((socket) => socket.write(reply(Outcome.done, "body")));
  expect((await worker.ask(Kind.play)).toString()).toBe("body");
  expect((await worker.ask(Kind.play)).toString()).toBe("body");
});

it("what is refused says where, and the worker goes on", async () => {
  const refusal = JSON.stringify({ where: "states[1]", expected: "a state", got: "none" });
  const worker = await workerThat((socket) => socket.write(reply(Outcome.refused, refusal)));
  for (let i = 0; i < 2; i++) {
    await expect(worker.ask(Kind.restore)).rejects.toMatchObject({
      name: "InvalidValueError",
      message: "states[1]: expected a state, got none",
    });
  }
});

it("what fails without changing anything is an error, and the worker goes on", async () => {
  const worker = await workerThat((socket) => socket.write(reply(Outcome.failed, "no display")));
  for (let i = 0; i < 2; i++) await expect(worker.ask(Kind.render)).rejects.toThrow(new Error("no display"));
});

it("an environment that cannot be served is an error of its own", async () => {
  const worker = await workerThat((socket) => socket.write(reply(Outcome.unservable, "no space")));
  await expect(worker.ask(Kind.examine)).rejects.toThrow(new UnservableError("no space"));
});

it.each([
  ["an environment broke", [reply(Outcome.broken, "a leg fell off")], "a leg fell off"],
  ["the process ended", [reply(Outcome.ended, "signal 9")], "its process ended by itself (signal 9)"],
  ["a reply has an unknown kind", [reply(77, "")], "its process sent a reply of an unknown kind, 77"],
  [
    "a message is too long",
    [Buffer.from("ffffffff00", "hex")],
    "its process sent something else than replies",
  ],
])("a worker is of no use after %s", async (_, sent, message) => {
  const worker = await workerThat((socket) => {
    for (const bytes of sent) socket.write(bytes);
  });
  const asked = worker.ask(Kind.step);
  await expect(asked).rejects.toThrow(message);
  await expect(asked).rejects.toBeInstanceOf(DeathError);
  await expect(worker.ask(Kind.step)).rejects.toThrow(message);
});

it("a worker that hangs up in the middle of a reply has ended", async () => {
  const worker = await workerThat((socket) => socket.end(reply(Outcome.done, "body").subarray(0, 7)));
  await expect(worker.ask(Kind.step)).rejects.toThrow("its process ended by itself");
});

it("a worker that takes too long is given up", async () => {
  const worker = await workerThat(() => {});
  const asked = within(worker, 0.05, () => worker.ask(Kind.step));
  await expect(asked).rejects.toThrow("no answer within 0.05 s, so that it was given up");
  await expect(worker.ask(Kind.step)).rejects.toBeInstanceOf(DeathError);
});

it("nobody is there to connect to", async () => {
  await expect(connectWorker("/no/such/socket")).rejects.toThrow("its process cannot be reached");
});
