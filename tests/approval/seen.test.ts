import { describe, expect, it } from "vitest";
import { NOTHING_SEEN, seeDecisions, seenSchema, seeTime } from "../../approval/index.js";
import { at } from "./support/reviewers.js";

const [DOSSIER, OTHER] = ["d".repeat(64), "e".repeat(64)];
const decision = (sequence: number, digit: string) => ({
  sequence,
  digest: digit.repeat(64),
  file: `decisions/000${sequence}.dsse.json`,
});
const [one, two, three] = [decision(1, "1"), decision(2, "2"), decision(3, "3")];
const afterTwo = seeDecisions(NOTHING_SEEN, { digest: DOSSIER }, [one, two]);

describe("what was seen of a dossier", () => {
  it("is its last decision", () => {
    expect(afterTwo.dossiers).toEqual({ [DOSSIER]: { sequence: 2, digest: two.digest } });
    expect(seenSchema.parse(JSON.parse(JSON.stringify(afterTwo)))).toEqual(afterTwo);
  });

  it("goes on with decisions that are added", () => {
    const later = seeDecisions(afterTwo, { digest: DOSSIER }, [one, two, three]);
    expect(later.dossiers[DOSSIER]).toEqual({ sequence: 3, digest: three.digest });
    expect(seeDecisions(later, { digest: DOSSIER }, [one, two, three])).toEqual(later);
  });

  it("says nothing of other dossiers", () => {
    expect(seeDecisions(afterTwo, { digest: OTHER }, [])).toEqual(afterTwo);
    expect(Object.keys(seeDecisions(afterTwo, { digest: OTHER }, [three]).dossiers)).toEqual([
      DOSSIER,
      OTHER,
    ]);
  });

  it.each([
    ["one is cut off", [one], "got 1"],
    ["all are gone, as in an older copy", [], "got 0"],
  ])("is refused less: %s", (_, decisions, got) => {
    expect(() => seeDecisions(afterTwo, { digest: DOSSIER }, decisions)).toThrow(
      `decisions: expected at least the 2 decisions that were there before, ${got}`,
    );
  });

  it("is not another history, even a longer one", () => {
    expect(() => seeDecisions(afterTwo, { digest: DOSSIER }, [one, decision(2, "9"), three])).toThrow(
      "decisions/0002.dsse.json: expected the decision that was there before, got another",
    );
  });
});

describe("the latest time seen", () => {
  const noon = seeTime(NOTHING_SEEN, at("12:00"));

  it("is kept", () => {
    expect(noon.time).toBe("2026-02-01T12:00:00.000Z");
    expect(seeTime(noon, at("12:30")).time).toBe("2026-02-01T12:30:00.000Z");
  });

  it("allows a clock that is corrected a little, and forgets nothing", () => {
    expect(seeTime(noon, at("11:59"))).toEqual(noon);
  });

  it("refuses a clock that was set back", () => {
    expect(() => seeTime(noon, at("11:58"))).toThrow(
      "clock: expected a time from 2026-02-01T12:00:00.000Z, got 2026-02-01T11:58:00.000Z",
    );
  });
});
