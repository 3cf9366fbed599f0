import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../client/base/config-error.js";
import { type DecisionFlags, decisionDrafts } from "../../../client/cli/decision-drafts.js";

const NOW = new Date("2026-02-01T10:00:00.000Z");
const drafts = (flags: DecisionFlags) => decisionDrafts(flags, 2, NOW);
const SIGNED = { reason: "tested", key: "ada.key" };

describe("what flags ask to decide", () => {
  it("is nothing without flags", () => {
    expect(drafts({})).toEqual([]);
  });

  it("is a decision for each action, refusals first", () => {
    expect(drafts({ approve: [1], reject: [2], ...SIGNED })).toEqual([
      { action: "reject", representatives: [2], reason: "tested" },
      { action: "approve", representatives: [1], reason: "tested" },
    ]);
  });

  it.each([
    ["2026-02-02", "2026-02-02T00:00:00.000Z"],
    ["2026-02-01T10:00:01Z", "2026-02-01T10:00:01.000Z"],
  ])("ends an approval, and nothing else, at %s", (expires, end) => {
    expect(drafts({ approve: [2, 2], revoke: [1], expires, ...SIGNED })).toEqual([
      { action: "revoke", representatives: [1], reason: "tested" },
      { action: "approve", representatives: [2, 2], reason: "tested", expires: new Date(end) },
    ]);
  });

  it.each<[string, DecisionFlags, string]>([
    [
      "an unknown representative",
      { approve: [1, 3], ...SIGNED },
      "--approve: expected representatives from 1 to 2, got 3",
    ],
    ["representative 0", { reject: [0], ...SIGNED }, "--reject: expected representatives from 1 to 2, got 0"],
    [
      "half a representative",
      { revoke: [1.5], ...SIGNED },
      "--revoke: expected representatives from 1 to 2, got 1.5",
    ],
    [
      "no representative",
      { revoke: [], ...SIGNED },
      "--revoke: expected numbers of representatives, got none",
    ],
    [
      "two decisions about one policy",
      { approve: [1, 2], reject: [2], ...SIGNED },
      "--approve: expected representatives that are decided once, got 2 in --reject too",
    ],
    ["no reason", { approve: [1], key: "ada.key" }, "--reason: expected why, for later readers, got nothing"],
    [
      "an empty reason",
      { approve: [1], ...SIGNED, reason: " " },
      "--reason: expected why, for later readers, got nothing",
    ],
    [
      "a key without a decision",
      { key: "ada.key" },
      "--key: expected --approve, --reject or --revoke with it, got none of them",
    ],
    [
      "an end that is no date",
      { approve: [1], ...SIGNED, expires: "soon" },
      '--expires: expected a date, such as 2027-01-31, or a time in UTC, got "soon"',
    ],
    [
      "a day that is none",
      { approve: [1], ...SIGNED, expires: "2027-13-01" },
      '--expires: expected a date, such as 2027-01-31, or a time in UTC, got "2027-13-01"',
    ],
    [
      "an end that is past",
      { approve: [1], ...SIGNED, expires: "2026-02-01" },
      "--expires: expected a time after now, 2026-02-01T10:00:00.000Z, got 2026-02-01",
    ],
    [
      "an end of a rejection",
      { reject: [1], ...SIGNED, expires: "2027-01-01" },
      "--expires: expected --approve with it, got none",
    ],
  ])("is refused with %s", (_, flags, sentence) => {
    expect(() => drafts(flags)).toThrow(new ConfigError(sentence));
  });
});
