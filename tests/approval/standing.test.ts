import { describe, expect, it } from "vitest";
import { type Decision, standing } from "../../approval/index.js";
import { dossierOf } from "./support/dossiers.js";
import { at, reviewersOf } from "./support/reviewers.js";

type Step = [reviewer: string, action: Decision["action"], time: string, more?: Partial<Decision>];

/** What decisions about policy 1 of two amount to at a time. */
function standingAfter(steps: readonly Step[], { required = 2, now = "20:00" } = {}) {
  const decisions = steps.map(
    ([reviewer, action, time, more], i): Decision => ({
      ...{ reviewer, action, retired: false, representatives: [1], reason: "seen" },
      ...{ sequence: i + 1, previous: null, decidedAt: at(time).toISOString() },
      ...{ file: `decisions/000${i + 1}.dsse.json`, digest: "" },
      ...more,
    }),
  );
  const policies = dossierOf(2).policies.map(({ representative, file, sha256 }) => ({
    ...{ representative, file, sha256 },
    bytes: new Uint8Array(),
  }));
  const checked = { dossier: dossierOf(2), digest: "", pageDigest: null, directory: "", policies };
  return standing(checked, decisions, reviewersOf(required), at(now));
}

const first = (steps: readonly Step[], options?: { required?: number; now?: string }) =>
  standingAfter(steps, options)[0];
const ada: Step = ["ada", "approve", "10:00"];
const bob: Step = ["bob", "approve", "11:00"];

describe("a policy is approved", () => {
  it("by as many reviewers as are required", () => {
    expect(first([ada, bob])).toEqual({
      representative: 1,
      approved: true,
      approvals: [
        { reviewer: "ada", at: "2026-02-01T10:00:00.000Z", sequence: 1 },
        { reviewer: "bob", at: "2026-02-01T11:00:00.000Z", sequence: 2 },
      ],
      reason: "",
    });
  });

  it("although another reviewer rejects it, if enough approve", () => {
    expect(first([ada, bob, ["cy", "reject", "12:00"]])).toMatchObject({ approved: true });
  });

  it("by a reviewer who rejected it at first", () => {
    expect(first([["ada", "reject", "09:00"], ada, bob])).toMatchObject({ approved: true });
  });

  it("again, by approvals after a revocation", () => {
    const again: Step[] = [
      ["ada", "approve", "13:00"],
      ["bob", "approve", "14:00"],
    ];
    expect(first([ada, bob, ["cy", "revoke", "12:00"], ...again])).toMatchObject({ approved: true });
  });

  it("until an approval expires, to the millisecond", () => {
    const steps: Step[] = [ada, ["bob", "approve", "11:00", { expires: "2026-02-01T15:00:00Z" }]];
    expect(first(steps, { now: "14:59" })).toMatchObject({ approved: true });
    expect(first(steps, { now: "15:00" })).toMatchObject({
      approved: false,
      reason: "1 of 2 approvals; the approval by bob expired at 2026-02-01T15:00:00Z",
    });
  });
});

describe("a policy is not approved", () => {
  it.each<[string, Step[], string]>([
    ["that nobody decided about", [], "nobody has decided about it"],
    ["by one reviewer twice", [ada, ["ada", "approve", "11:00"]], "1 of 2 approvals"],
    [
      "if a reviewer takes back an approval",
      [ada, bob, ["ada", "reject", "12:00"]],
      "1 of 2 approvals; rejected by ada at 2026-02-01T12:00:00.000Z",
    ],
    [
      "by approvals before a revocation, by whomever",
      [ada, bob, ["cy", "revoke", "12:00"]],
      "0 of 2 approvals; revoked by cy at 2026-02-01T12:00:00.000Z",
    ],
    [
      "by one approval after a revocation",
      [ada, bob, ["cy", "revoke", "12:00"], ["ada", "approve", "13:00"]],
      "1 of 2 approvals; revoked by cy at 2026-02-01T12:00:00.000Z",
    ],
    [
      "by a reviewer who is retired",
      [ada, ["bob", "approve", "11:00", { retired: true }]],
      "1 of 2 approvals; bob, who approved it, is retired",
    ],
    [
      "after a revocation by a reviewer who is retired",
      [ada, bob, ["cy", "revoke", "12:00", { retired: true }]],
      "0 of 2 approvals; revoked by cy at 2026-02-01T12:00:00.000Z",
    ],
  ])("%s", (_, steps, reason) => {
    expect(first(steps)).toMatchObject({ approved: false, reason });
  });

  it("by decisions about others", () => {
    expect(standingAfter([ada, bob])[1]).toEqual({
      ...{ representative: 2, approved: false, approvals: [] },
      reason: "nobody has decided about it",
    });
  });

  it("while the clock is before a decision, so that nothing expires late", () => {
    expect(first([ada, bob], { now: "10:59" })).toMatchObject({ approved: true }); // clocks differ by a minute
    expect(first([ada, bob], { now: "10:58" })).toEqual({
      ...{ representative: 1, approved: false, approvals: [] },
      reason:
        "decisions/0002.dsse.json is of 2026-02-01T11:00:00.000Z, which is after this clock's 2026-02-01T10:58:00.000Z",
    });
  });
});
