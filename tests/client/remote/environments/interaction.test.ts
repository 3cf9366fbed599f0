import { beforeEach, describe, expect, it, vi } from "vitest";
import { createInteraction, type Interaction } from "../../../../client/remote/environments/interaction.js";
import {
  answering,
  attached,
  breaking,
  failed,
  refusing,
  type Script,
  saved,
  scriptedTransport,
} from "../../support/scripted-transport.js";

/** Waits for nothing, and notes for how many milliseconds it was to wait. */
const waits = vi.hoisted(() => [] as number[]);
vi.mock("node:timers/promises", () => ({
  setTimeout: async (milliseconds: number) => {
    waits.push(milliseconds);
    await new Promise(setImmediate);
  },
}));

beforeEach(() => void waits.splice(0));

/** What a request to save states came to: the state's byte, or the error. */
const save = (interaction: Interaction): Promise<number | Error> =>
  interaction.send<"saveState">({ $case: "saveState", value: {} }).then(
    ({ states }) => states[0][0],
    (error: Error) => error,
  );

function open(...scripts: Script[]) {
  const transport = scriptedTransport(...scripts);
  return { interaction: createInteraction(transport, "s1"), taken: transport.taken };
}

describe("requests", () => {
  it("are numbered from 1, behind the attachment", async () => {
    const { interaction, taken } = open(answering);
    expect([await save(interaction), await save(interaction)]).toEqual([1, 2]);
    expect(taken).toEqual([["attach to s1", "saveState 1", "saveState 2"]]);
  });

  it("may be sent before earlier ones are answered, and get each its own answer", async () => {
    const { interaction } = open(async function* (take) {
      await take(1);
      yield attached;
      // None is answered before all are there.
      const requests = await take(3);
      for (const { sequence } of requests) yield saved(sequence, 10 * sequence);
    });
    expect(await Promise.all([save(interaction), save(interaction), save(interaction)])).toEqual([
      10, 20, 30,
    ]);
  });
});

describe("a request that fails", () => {
  it("rejects with the server's error, and leaves its number to the next", async () => {
    const { interaction, taken } = open(async function* (take) {
      await take(1);
      yield attached;
      await take(1);
      yield saved(1);
      await take(1);
      yield failed(2, "INVALID_VALUE", "actions: expected 3, got 4");
      await take(1);
      yield saved(2);
    });
    await save(interaction);
    expect(await save(interaction)).toMatchObject({
      reason: "INVALID_VALUE",
      message: "actions: expected 3, got 4",
    });
    expect(await save(interaction)).toBe(2);
    expect(taken[0].slice(1)).toEqual(["saveState 1", "saveState 2", "saveState 2"]);
  });

  it("fails those in flight behind it, and leaves the first number of all", async () => {
    const { interaction, taken } = open(async function* (take) {
      await take(4);
      yield attached;
      yield failed(1, "NOT_RESET");
      yield failed(2, "SEQUENCE");
      yield failed(3, "SEQUENCE");
      await take(1);
      yield saved(1);
    });
    const results = await Promise.all([save(interaction), save(interaction), save(interaction)]);
    expect(results.map((error) => (error as { reason?: string }).reason)).toEqual([
      "NOT_RESET",
      "SEQUENCE",
      "SEQUENCE",
    ]);
    expect(await save(interaction)).toBe(1);
    expect(taken[0].at(-1)).toBe("saveState 1");
  });

  it("gives numbers to new requests before those behind it have failed", async () => {
    let retry = () => {};
    const retried = new Promise<void>((resolve) => {
      retry = resolve;
    });
    const { interaction, taken } = open(async function* (take) {
      await take(3);
      yield attached;
      yield failed(1, "NOT_RESET");
      await retried;
      yield failed(2, "SEQUENCE");
      const again = await take(3);
      for (const { sequence } of again) yield saved(sequence);
    });
    const second = [save(interaction), save(interaction)];
    await second[0];
    const renewed = [save(interaction), save(interaction)];
    retry();
    await second[1];
    renewed.push(save(interaction));
    expect(await Promise.all(renewed)).toEqual([1, 2, 3]);
    expect(taken[0].slice(3)).toEqual(["saveState 1", "saveState 2", "saveState 3"]);
  });
});

describe("a stream that breaks", () => {
  it("is attached anew, and what has no answer is repeated, and nothing else", async () => {
    const { interaction, taken } = open(breaking(3, 1), answering);
    expect(await Promise.all([save(interaction), save(interaction), save(interaction)])).toEqual([1, 2, 3]);
    expect(taken).toEqual([
      ["attach to s1", "saveState 1", "saveState 2", "saveState 3"],
      ["attach to s1", "saveState 2", "saveState 3"],
    ]);
    expect(await save(interaction)).toBe(4);
  });

  it("loses nothing if it breaks again and again", async () => {
    const { interaction, taken } = open(
      breaking(2, 0),
      refusing,
      breaking(2, 1),
      refusing,
      refusing,
      answering,
    );
    expect(await Promise.all([save(interaction), save(interaction)])).toEqual([1, 2]);
    expect(taken.at(-1)).toEqual(["attach to s1", "saveState 2"]);
  });

  it("without a reason is one as well", async () => {
    const { interaction } = open(async function* (take) {
      await take(1);
      yield attached;
    }, answering);
    expect(await save(interaction)).toBe(1);
  });

  it("keeps requests that are sent meanwhile", async () => {
    const { interaction, taken } = open(breaking(1, 1), refusing, answering);
    await save(interaction);
    // The stream is broken by now, and no other is open.
    expect(await save(interaction)).toBe(2);
    expect(taken.at(-1)).toEqual(["attach to s1", "saveState 2"]);
  });

  it("at which the session is no longer known is the end, and says so", async () => {
    const { interaction } = open(breaking(1, 0), async function* (take) {
      await take(1);
      yield failed(0, "UNKNOWN_SESSION", "session: expected one that is open");
    });
    const lost = {
      name: "ConnectionError",
      message: "server there:1: it no longer has this session; it was restarted or the lease ran out",
    };
    expect(await save(interaction)).toMatchObject(lost);
    expect(await save(interaction)).toMatchObject(lost);
  });

  it("with an error of the contract is not tried again", async () => {
    const { interaction, taken } = open(async function* (take) {
      await take(1);
      yield failed(0, "ATTACHED_ELSEWHERE", "another stream has attached");
    });
    expect(await save(interaction)).toMatchObject({ reason: "ATTACHED_ELSEWHERE" });
    expect(taken).toHaveLength(1);
  });
});

describe("a server that does not come back", () => {
  it("is given up after half a minute, with the cause", async () => {
    const { interaction } = open(breaking(1, 0), refusing);
    const gone = {
      name: "ConnectionError",
      message: "server there:1: lost, and not back within 32 s: connection refused",
    };
    expect(await save(interaction)).toMatchObject(gone);
    expect(waits.reduce((a, b) => a + b)).toBeCloseTo(31_600, 0);
    expect(await save(interaction)).toMatchObject(gone);
  });

  it("is waited for longer each time, and anew after an answer", async () => {
    const { interaction } = open(refusing, refusing, breaking(1, 1), refusing, refusing, answering);
    await save(interaction);
    await save(interaction);
    expect(waits).toEqual([0, 100, 500, 100, 500, 1000]);
  });

  it("is given up as well if it attaches streams but answers nothing", async () => {
    const { interaction, taken } = open(breaking(1, 0));
    expect(await save(interaction)).toMatchObject({ name: "ConnectionError" });
    expect(taken.length).toBeLessThan(12);
  });
});

describe("a server that breaks the contract", () => {
  const broken = (text: string) => ({ name: "BrokenContractError", message: `server there:1: ${text}` });

  it("with a response that nobody waits for is not talked to any more", async () => {
    const { interaction, taken } = open(async function* (take) {
      await take(2);
      yield attached;
      yield saved(1);
      // Until that has arrived.
      await new Promise(setImmediate);
      yield saved(1);
    });
    expect(await save(interaction)).toBe(1);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(await save(interaction)).toMatchObject(
      broken("sequence: expected no response, since none is due, got one with 1"),
    );
    expect(taken).toHaveLength(1);
  });

  it("with a response to another request fails all that are in flight", async () => {
    const { interaction } = open(async function* (take) {
      await take(3);
      yield attached;
      yield saved(2);
    });
    const results = await Promise.all([save(interaction), save(interaction)]);
    expect(results).toMatchObject(new Array(2).fill(broken("sequence: expected 1, got 2")));
  });
});

describe("a server that is silent", () => {
  const late = (what: string) => ({
    name: "ConnectionError",
    message: `server there:1: expected an answer to ${what} within 0.05 s, got none`,
  });
  const never = new Promise<never>(() => {});
  const openBriefly = (script: Script) => createInteraction(scriptedTransport(script), "s1", 0.05);

  it("at the stream's beginning is given up", async () => {
    // biome-ignore lint/correctness/useYield: it says nothing
    const interaction = openBriefly(async function* () {
      await never;
    });
    expect(await save(interaction)).toMatchObject(late("attach"));
  });

  it("at a request is given up, with all requests behind it", async () => {
    const interaction = openBriefly(async function* (take) {
      await take(2);
      yield attached;
      yield saved(1);
      await never;
    });
    const results = await Promise.all([save(interaction), save(interaction), save(interaction)]);
    expect(results).toMatchObject([1, late("saveState 2"), late("saveState 2")]);
    expect(await save(interaction)).toMatchObject(late("saveState 2"));
  });

  it("while nothing is asked of it may be", async () => {
    const interaction = openBriefly(answering);
    expect(await save(interaction)).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await save(interaction)).toBe(2);
    interaction.close();
  });
});

it("a stream that breaks again and again while nothing is asked of it is waited for ever longer", async () => {
  const { interaction, taken } = open(breaking(0, 0));
  await vi.waitFor(() => expect(taken.length).toBeGreaterThan(20));
  expect(waits.slice(0, 12)).toEqual([0, 100, 500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 8000]);
  interaction.close();
});

describe("close", () => {
  it("fails what is in flight", async () => {
    const { interaction } = open(async function* (take) {
      await take(2);
      yield attached;
      await new Promise(() => {});
    });
    const saving = save(interaction);
    interaction.close();
    expect(await saving).toMatchObject({ message: "server there:1: this session is closed" });
  });

  it("ends the stream, and refuses requests", async () => {
    const { interaction, taken } = open(answering);
    await save(interaction);
    interaction.close();
    expect(await save(interaction)).toMatchObject({ message: "server there:1: this session is closed" });
    await new Promise(setImmediate);
    expect(taken).toHaveLength(1);
  });
});
