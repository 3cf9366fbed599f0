import { describe, expect, it } from "vitest";
import type { InteractRequest, InteractResponse } from "../../proto/index.js";
import { createMessageMemory } from "../../server/messages/message-memory.js";
import { createSequenceLedger } from "../../server/sessions/sequence-ledger.js";
import { discreteActions } from "./support/session.js";

const messages = () => createMessageMemory({ maxMemoryBytes: 1e9 });
const step = (sequence: number, ...actions: number[]): InteractRequest => ({
  sequence,
  action: { $case: "step", value: { actions: discreteActions(actions) } },
});
const answer = (sequence: number): InteractResponse => ({ sequence, result: undefined });

function ledgerOf(...requests: InteractRequest[]) {
  const ledger = createSequenceLedger(2, 1e6, messages());
  for (const request of requests) ledger.keep(request, answer(request.sequence));
  return ledger;
}

describe("a sequence ledger", () => {
  it("has nothing to recall for the next number", () => {
    const ledger = ledgerOf(step(1, 0));
    expect(ledger.next).toBe(2);
    expect(ledger.recall(step(2, 0))).toBeUndefined();
  });

  it("recalls the response of an equal request in other memory", () => {
    expect(ledgerOf(step(1, 0, 3)).recall(step(1, 0, 3))).toEqual(answer(1));
  });

  it.each([
    ["other actions", step(1, 0, 2)],
    ["another number of them", step(1, 0)],
    ["another action", { sequence: 1, action: { $case: "saveState", value: {} } }],
    ["no action", { sequence: 1, action: undefined }],
  ] as [string, InteractRequest][])("refuses a kept number with %s", (_, request) => {
    expect(() => ledgerOf(step(1, 0, 3)).recall(request)).toThrow(
      "sequence: 1 was already used by a request with other contents; next is 2",
    );
  });

  it("forgets the oldest", () => {
    const ledger = ledgerOf(step(1, 0), step(2, 0), step(3, 0));
    expect(ledger.recall(step(2, 0))).toEqual(answer(2));
    expect(() => ledger.recall(step(1, 0))).toThrow(
      "sequence: expected 4 or, to repeat a request, 2 to 3, got 1",
    );
  });

  it("keeps less of what is large, but always the latest", () => {
    const saved = (sequence: number, bytes: number): [InteractRequest, InteractResponse] => [
      { sequence, action: { $case: "saveState", value: {} } },
      { sequence, result: { $case: "saveState", value: { states: [new Uint8Array(bytes)] } } },
    ];
    const ledger = createSequenceLedger(3, 100, messages());
    const kept = (sequence: number) => {
      try {
        return ledger.recall(saved(sequence, 0)[0]) !== undefined;
      } catch {
        return false;
      }
    };
    ledger.keep(...saved(1, 40));
    ledger.keep(...saved(2, 60));
    expect([1, 2].map(kept)).toEqual([true, true]);
    ledger.keep(...saved(3, 1));
    expect([1, 2, 3].map(kept)).toEqual([false, true, true]);
    ledger.keep(...saved(4, 1000));
    expect([2, 3, 4].map(kept)).toEqual([false, false, true]);
    ledger.keep(...saved(5, 0));
    expect([4, 5].map(kept)).toEqual([false, true]);
  });
});
