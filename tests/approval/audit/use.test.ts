import { describe, expect, it } from "vitest";
import { type AuditEvent, type AuditLine, checkApprovals, countUse } from "../../../approval/index.js";
import { at } from "../support/reviewers.js";

const policy = (representative: number, digit: string) => ({
  dossier: "d".repeat(64),
  representative,
  sha256: digit.repeat(64),
});
const [first, second] = [policy(1, "1"), policy(2, "2")];

/** Lines of a log, of which only the events and times matter. */
const linesOf = (...events: [string, AuditEvent][]): AuditLine[] =>
  events.map(([time, event], i) => ({
    ...{ sequence: i + 1, time: at(time).toISOString(), previous: "0".repeat(64), event },
  }));

const assigned = (agent: string, to: typeof first | null): AuditEvent => ({
  kind: "assigned",
  agent,
  policy: to,
});
const acted = (agent: string, by: typeof first, stream: string, steps: number): AuditEvent => ({
  ...{ kind: "acted", agent, policy: by, stream, steps },
});

describe("what a log says of who was served by what", () => {
  const count = countUse();
  const lines = linesOf(
    ["10:00", { kind: "started" }],
    ["10:01", assigned("eve", second)],
    ["10:02", assigned("dan", first)],
    ["10:03", acted("eve", second, "a", 0)],
    ["10:04", acted("eve", second, "a", 100)],
    ["10:05", acted("dan", first, "b", 7)],
    ["10:06", acted("eve", second, "a", 250)],
    ["10:07", acted("eve", second, "c", 1)],
    ["10:08", assigned("eve", null)],
    ["10:09", assigned("eve", first)],
  );
  for (const line of lines) count.add(line);

  it("is counted by policy and agent: of a stream, the latest number of steps", () => {
    const counted = count.policies().map(({ agents, streams, ...use }) => ({
      ...use,
      agents: Object.fromEntries(agents),
      streams: Object.fromEntries(streams),
    }));
    expect(counted).toEqual([
      {
        policy: second,
        agents: { eve: { assignments: 1, steps: 251 } },
        streams: { a: 250, c: 1 },
        first: "2026-02-01T10:01:00.000Z",
        last: "2026-02-01T10:07:00.000Z",
      },
      {
        policy: first,
        agents: { dan: { assignments: 1, steps: 7 }, eve: { assignments: 1, steps: 0 } },
        streams: { b: 7 },
        first: "2026-02-01T10:02:00.000Z",
        last: "2026-02-01T10:09:00.000Z",
      },
    ]);
  });
});

describe("service by a policy that was not approved then", () => {
  const approved = [{ from: at("10:00").getTime(), until: at("11:00").getTime() }];
  const known = [{ dossier: first.dossier, sha256: first.sha256, approved }];

  function findIn(...events: [string, AuditEvent][]) {
    const check = checkApprovals(known);
    for (const line of linesOf(...events)) check.add(line);
    return check.found();
  }

  it("is none while it was approved, give or take a minute", () => {
    const times = ["09:59", "10:00", "10:59", "11:00"];
    expect(findIn(...times.map((time): [string, AuditEvent] => [time, assigned("eve", first)]))).toEqual([]);
  });

  it("is found before and after, once for each policy, with the first line", () => {
    const events: [string, AuditEvent][] = [
      ["09:58", assigned("eve", first)],
      ["10:30", acted("eve", first, "a", 1)],
      ["11:01", acted("eve", first, "a", 2)],
    ];
    expect(findIn(...events)).toEqual([
      { policy: first, known: true, line: 1, time: "2026-02-01T09:58:00.000Z", count: 2 },
    ]);
  });

  it("is any service by a policy that the registry does not have", () => {
    expect(findIn(["10:30", assigned("eve", second)], ["10:30", assigned("eve", null)])).toEqual([
      { policy: second, known: false, line: 1, time: "2026-02-01T10:30:00.000Z", count: 1 },
    ]);
  });

  it("is found if the same file is served by another dossier's approval", () => {
    const other = { ...first, dossier: "e".repeat(64) };
    expect(findIn(["10:30", assigned("eve", other)])).toMatchObject([{ policy: other, known: false }]);
  });
});
